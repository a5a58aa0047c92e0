import { leafText, primitiveText } from '../notation/primitive-text.ts';
import type { RewriteStep } from '../passes/simplify.ts';
import type { Origin, ValueId } from '../program/program.ts';
import type { Shape } from '../program/shape.ts';
import { type BufferReport, bufferReports } from './buffer-reports.ts';
import type { Compilation } from './compilation.ts';
import { type KernelReport, kernelReport } from './kernel-report.ts';
import { kernelsOf } from './kernels-of.ts';
import { Names } from './names.ts';

/** What one rule did. */
export interface StepReport {
  readonly rule: string;
  /** Its identity in one line. */
  readonly statement: string;
  readonly before: string;
  readonly after: string;
  readonly depth: number;
}

/**
 * Where a primitive ended: computed in kernels; memory that is there before the step; a number that settings and constants
 * decide, once a step; or nowhere, since after the rules nothing needs it.
 */
export type Ending = 'kernel' | 'memory' | 'number' | 'nowhere';

/** One primitive of a node, as it was lowered, differentiated or added by the optimizer. */
export interface PrimitiveReport {
  readonly id: ValueId;
  readonly stage: Origin['stage'];
  readonly name: string;
  readonly text: string;
  readonly shape: Shape;
  readonly steps: readonly StepReport[];
  /** What stands for it after the rules, where that is something else. */
  readonly became: string | undefined;
  readonly ending: Ending;
  /** What it is in the scheduled program; instructions and members of kernels are told by the same number. */
  readonly value: ValueId | undefined;
  readonly kernels: readonly number[];
  /** The buffer that it lies in, by place, if it lies in memory. */
  readonly place: ValueId | undefined;
}

/** A node's way from its primitives to instructions: plain data, which may be sent to another thread. */
export interface NodeReport {
  readonly batch: number;
  readonly primitives: readonly PrimitiveReport[];
  /** Those in which the primitives ended, in the order in which they run. */
  readonly kernels: readonly KernelReport[];
  /** Those that these kernels read and write. */
  readonly buffers: readonly BufferReport[];
  /** Of the whole module. */
  readonly module: { readonly kernels: number; readonly bytes: number; readonly arenaBytes: number };
}

const stages: readonly Origin['stage'][] = ['forward', 'backward', 'update'];

/** `of` is the name of the value that is rewritten: only what has another name is called by it. */
function stepReport({ simplified }: Compilation, names: Names, of: string, step: RewriteStep): StepReport {
  const { rule, before, after, depth } = step;
  const name = names.ofMade.named(after);
  return {
    rule: rule.name,
    statement: rule.statement,
    before: primitiveText(simplified.all, before, names.ofMade, 3),
    after: name === undefined || name === of ? primitiveText(simplified.all, after, names.ofMade, 3) : name,
    depth,
  };
}

/** Whether a value was made for a node, or for one inside it where it is a block. */
const isOf = (origin: Origin | undefined, node: string): origin is Origin =>
  origin !== undefined && (origin.node === node || origin.node.startsWith(`${node}/`));

/** Makes reports of the nodes of one compilation. */
export class NodeReporter {
  readonly #compilation: Compilation;
  readonly #names: Names;
  readonly #kernelsOf: readonly (readonly number[])[];
  readonly #buffers: ReadonlyMap<ValueId, BufferReport>;

  constructor(compilation: Compilation) {
    this.#compilation = compilation;
    this.#names = new Names(compilation);
    this.#kernelsOf = kernelsOf(compilation.schedule);
    this.#buffers = bufferReports(compilation, this.#names);
  }

  report(node: string): NodeReport {
    const { batch, derived, schedule, compiled } = this.#compilation;
    const primitives = derived.values
      .flatMap(({ operation, origin }, id) => {
        const isMarkOrNumber = ['port', 'constant', 'size', 'setting'].includes(operation.primitive);
        return isOf(origin, node) && !isMarkOrNumber ? [this.#primitive(id, origin.stage)] : [];
      })
      .sort((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage) || a.id - b.id);
    const indices = [...new Set(primitives.flatMap(({ kernels }) => kernels))].sort((a, b) => a - b);
    const kernels = indices.flatMap(
      (index) => kernelReport(this.#compilation, this.#names, this.#buffers, index) ?? [],
    );
    const places = new Set(kernels.flatMap(({ reads, stores }) => [...reads, ...stores]));
    return {
      batch,
      primitives,
      kernels,
      buffers: [...this.#buffers.values()].filter(({ place }) => places.has(place)),
      module: {
        kernels: schedule.kernels.length,
        bytes: compiled.bytes.length,
        arenaBytes: compiled.arenaBytes,
      },
    };
  }

  #primitive(id: ValueId, stage: Origin['stage']): PrimitiveReport {
    const { derived, simplified, bound } = this.#compilation;
    const value = derived.values[id];
    if (value === undefined) throw new Error(`there is no primitive ${id}`);
    const at = bound.get(id);
    const name = this.#names.lowered(id);
    const became = this.#names.made(simplified.became[id] ?? -1);
    return {
      id,
      stage,
      name,
      text:
        leafText(value) === undefined
          ? primitiveText(derived, id, this.#names.ofLowered)
          : value.operation.primitive,
      shape: value.shape,
      steps: (simplified.steps.get(id) ?? []).map((step) =>
        stepReport(this.#compilation, this.#names, name, step),
      ),
      became: became === name ? undefined : became,
      value: at,
      ...this.#ending(at),
    };
  }

  #ending(at: ValueId | undefined): Pick<PrimitiveReport, 'ending' | 'kernels' | 'place'> {
    if (at === undefined) return { ending: 'nowhere', kernels: [], place: undefined };
    const { roles, units, places, kernels } = this.#compilation.schedule;
    const place = roles[at] === 'leaf' || units[at] === true ? (places.get(at) ?? at) : undefined;
    if (roles[at] === 'leaf') {
      const readers = kernels.flatMap(({ reads }, index) => (reads.includes(at) ? [index] : []));
      return { ending: 'memory', kernels: readers, place };
    }
    const own = this.#kernelsOf[at] ?? [];
    return { ending: roles[at] === 'known' && own.length === 0 ? 'number' : 'kernel', kernels: own, place };
  }
}
