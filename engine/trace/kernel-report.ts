import { primitiveText } from '../notation/primitive-text.ts';
import { coreShape } from '../passes/schedule/access.ts';
import { boundAt } from '../passes/schedule/bound-program.ts';
import type { KernelKind } from '../passes/schedule/group-units.ts';
import type { ValueId } from '../program/program.ts';
import type { Purpose } from '../wasm/assembler/function-writer.ts';
import type { FunctionText } from '../wasm/instruction-text.ts';
import { type BufferReport, bufferAt } from './buffer-reports.ts';
import type { Compilation } from './compilation.ts';
import type { Names, Reference } from './names.ts';

/** A value that a kernel computes. */
export interface MemberReport extends Reference {
  readonly value: ValueId;
  readonly text: string;
  readonly shape: readonly number[];
}

export interface InstructionReport {
  readonly depth: number;
  readonly text: string;
  /** The buffer that is read or written, the function that is called. */
  readonly note: string | undefined;
  /** The value of the scheduled program that it helps to compute. */
  readonly value: ValueId | undefined;
}

export interface FunctionReport {
  readonly name: string;
  /** `(param v128) (result v128) (local v128 3)` */
  readonly head: string;
  readonly instructions: readonly InstructionReport[];
}

export interface KernelReport {
  readonly index: number;
  readonly kind: KernelKind;
  /** What it is named after: its root. */
  readonly root: Reference;
  /** `3 × 8, sums over 4`; `90 rows of 3` */
  readonly loops: string;
  readonly members: readonly MemberReport[];
  /** Kernels that its function serves, itself among them: they differ in their addresses alone. */
  readonly alike: number;
  /** Places of buffers. */
  readonly reads: readonly ValueId[];
  readonly stores: readonly ValueId[];
  /** The kernel's own, and after it those that it calls. */
  readonly functions: readonly FunctionReport[];
}

function headOf({ signature: { takes, gives }, locals }: FunctionText): string {
  const counts = new Map<string, number>();
  for (const type of locals) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [
    ...takes.map((type) => `(param ${type})`),
    ...gives.map((type) => `(result ${type})`),
    ...[...counts].map(([type, count]) => `(${count} local${count === 1 ? '' : 's'} ${type})`),
  ].join(' ');
}

function loopsText({ schedule: { program } }: Compilation, root: ValueId, kind: KernelKind): string {
  const value = boundAt(program, root);
  const sizes = coreShape(value.shape).join(' × ') || '1';
  const operand = value.inputs[0] === undefined ? undefined : boundAt(program, value.inputs[0]);
  if (operand === undefined) return sizes;
  if (kind === 'matmul') return `${sizes}, sums over ${operand.shape.at(-1) ?? 1}`;
  if (kind === 'gather') return `${sizes}, a row of the table for each label`;
  if (kind === 'scatter')
    return `${sizes}, sums those of ${operand.shape.at(-1) ?? 1} rows whose label it is`;
  if (kind === 'rows') {
    const rows = coreShape(operand.shape);
    return `${rows.slice(0, -1).join(' × ') || 'one'} row${rows.length > 1 ? 's' : ''} of ${rows.at(-1)}`;
  }
  if (kind !== 'reduce') return sizes;
  const { operation } = value;
  const axes = 'axes' in operation ? operation.axes : [];
  const folded = axes.map((axis) => operand.shape[axis] ?? 1).filter((size) => size !== 1);
  return folded.length === 0 ? sizes : `${sizes}, folds ${folded.join(' × ')}`;
}

/** The functions that one calls, directly or not, each once. */
function calledBy({ functions }: Compilation, first: FunctionText): readonly number[] {
  const found = new Set<number>();
  const visit = ({ lines }: FunctionText): void => {
    for (const { calls } of lines) {
      const called = calls === undefined ? undefined : functions[calls];
      if (calls === undefined || called === undefined || found.has(calls)) continue;
      found.add(calls);
      visit(called);
    }
  };
  visit(first);
  return [...found];
}

/** For which value each instruction was written; both lists are in the order of the instructions. */
function purposesOf({ lines }: FunctionText, purposes: readonly Purpose[]): readonly (ValueId | undefined)[] {
  let next = 0;
  let value: ValueId | undefined;
  return lines.map(({ at }) => {
    for (;;) {
      const purpose = purposes[next];
      if (purpose === undefined || purpose.from > at) return value;
      value = purpose.value;
      next += 1;
    }
  });
}

function membersOf(compilation: Compilation, names: Names, index: number): readonly MemberReport[] {
  const { schedule, simplified } = compilation;
  const { units, roles, program } = schedule;
  const kernel = schedule.kernels[index];
  /** What is computed where it is read is written out; what lies in memory is called by its name. */
  const named = (id: ValueId): string | undefined => {
    const bound = program.boundFrom[id];
    const isWrittenOut = bound !== undefined && roles[bound] !== 'leaf' && units[bound] !== true;
    return isWrittenOut ? undefined : names.simplified(id);
  };
  const called = (id: ValueId): string => names.simplified(id);
  return (kernel?.members ?? []).map((value) => {
    const from = names.simplifiedOf(value);
    const text = from === undefined ? '' : primitiveText(simplified.program, from, { named, called }, 6);
    return { ...names.reference(value), value, text, shape: boundAt(program, value).shape };
  });
}

export function kernelReport(
  compilation: Compilation,
  names: Names,
  buffers: ReadonlyMap<ValueId, BufferReport>,
  index: number,
): KernelReport | undefined {
  const { schedule, compiled, functions } = compilation;
  const kernel = schedule.kernels[index];
  const own = compiled.kernels[index];
  const written = own === undefined ? undefined : functions[own.function];
  if (kernel === undefined || own === undefined || written === undefined) return undefined;
  const lines = written.lines.filter(({ at }) => at >= own.from && at < own.to);
  const code: FunctionText = { ...written, name: own.name, lines };
  /** What lies there: a buffer, or one of the numbers that are known before the step, which follow the arena. */
  const memoryNote = (address: number): string | undefined =>
    bufferAt(buffers.values(), address, index)?.name ??
    (address >= compiled.arena + compiled.arenaBytes ? 'number' : undefined);
  const report = (
    text: FunctionText,
    purposes: readonly Purpose[],
    startOf: (at: number) => number,
  ): FunctionReport => {
    const values = purposesOf(text, purposes);
    const instructions = text.lines.map(({ at, depth, text: instruction, offset, calls }, line) => ({
      depth,
      text: instruction,
      note:
        calls === undefined
          ? offset === undefined
            ? undefined
            : memoryNote(startOf(at) + offset)
          : functions[calls]?.name,
      value: values[line],
    }));
    return { name: text.name, head: headOf(text), instructions };
  };
  return {
    index,
    kind: kernel.kind,
    root: names.reference(kernel.root),
    loops: loopsText(compilation, kernel.root, kernel.kind),
    members: membersOf(compilation, names, index),
    alike: own.kernels,
    reads: kernel.reads,
    stores: kernel.stores.map(({ place }) => place),
    functions: [
      report(code, own.purposes(), (at) => own.arguments[own.bases.get(at) ?? -1] ?? 0),
      ...calledBy(compilation, code).flatMap((at) => {
        const called = functions[at];
        return called === undefined ? [] : [report(called, [], () => 0)];
      }),
    ],
  };
}
