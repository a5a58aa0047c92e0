import { type Buffer, buffersOf, planArena, planGuarded, scratchId } from '../passes/plan-memory.ts';
import { type BoundValue, boundAt } from '../passes/schedule/bound-program.ts';
import type { KernelKind } from '../passes/schedule/group-units.ts';
import type { Layout } from '../passes/schedule/layout.ts';
import type { Kernel, Schedule } from '../passes/schedule.ts';
import { stepSetting } from '../passes/update.ts';
import { type OutputKey, totalLossKey, type ValueId } from '../program/program.ts';
import type { FunctionReference, FunctionWriter, Purpose } from './assembler/function-writer.ts';
import { ModuleWriter } from './assembler/module-writer.ts';
import type { Addresses } from './expression.ts';
import { FunctionLibrary } from './functions/library.ts';
import { emitConcatenate } from './kernels/concatenate.ts';
import type { KernelContext } from './kernels/kernel-context.ts';
import { emitLoop } from './kernels/loop.ts';
import { emitMatmul } from './kernels/matmul.ts';
import { matmulScratch } from './kernels/product.ts';
import { emitReduce } from './kernels/reduce.ts';
import { emitReshape } from './kernels/reshape.ts';
import { emitRows } from './kernels/rows.ts';
import { KnownNumbers } from './known-numbers.ts';
import type { Located, MemoryMap } from './memory-map.ts';
import { writeRun } from './run-batches.ts';

export interface Compiled {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly inputs: ReadonlyMap<string, Located>;
  readonly outputs: ReadonlyMap<OutputKey, Located>;
  /** The memory must reach this far. */
  readonly end: number;
  /** Where the arena begins, and how large it is. */
  readonly arena: number;
  readonly arenaBytes: number;
  readonly buffers: readonly Buffer[];
  /** Where each buffer begins in the arena. */
  readonly offsets: ReadonlyMap<number, number>;
  /** By kernel of the schedule. */
  readonly kernels: readonly KernelCode[];
}

/** Where a kernel of the schedule went: a function of its own or, where it is small, a part of the step. */
export interface KernelCode {
  readonly name: string;
  /** The function's number in the module. */
  readonly function: number;
  /** Its bytes there, counted from the function's first instruction. */
  readonly from: number;
  readonly to: number;
  /** Of the whole function. */
  readonly purposes: readonly Purpose[];
}

const emitters: Readonly<Record<KernelKind, (context: KernelContext) => void>> = {
  loop: emitLoop,
  reduce: emitReduce,
  rows: emitRows,
  matmul: emitMatmul,
  concatenate: emitConcatenate,
  reshape: emitReshape,
};

/** What lies behind the last buffer may be read by a vector that begins before its end. */
const slack = 64;

const scratchOf = (schedule: Schedule): ReadonlyMap<number, number> =>
  new Map(
    schedule.kernels.flatMap((kernel, index) => {
      const bytes = kernel.kind === 'matmul' ? matmulScratch(schedule, kernel) : 0;
      return bytes === 0 ? [] : [[index, bytes] as const];
    }),
  );

/**
 * A kernel that computes so few numbers is written into the step itself, since a call would cost as much as it does; not in a
 * step of many kernels, which would become one function too large to optimise.
 */
const inlineWork = 256;
const mostInline = 64;

const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Numbers that a kernel computes or adds up, over all its members. */
function workOf({ program }: Schedule, { root, members }: Kernel): number {
  const { operation, inputs, shape } = boundAt(program, root);
  const elements = inputs.reduce((most, id) => Math.max(most, countOf(boundAt(program, id).shape)), 0);
  const terms =
    operation.primitive === 'matmul' ? (boundAt(program, inputs[0] ?? root).shape.at(-1) ?? 1) : 1;
  return Math.max(countOf(shape) * Math.max(terms, members.length), elements);
}

const nameOf = ({ kind, root }: Kernel, { operation }: BoundValue): string =>
  `${kind} ${root} ${operation.primitive}`;

/** The widest step that a vector load may take past the last row of a buffer, for loads that gather their lanes. */
const widestGather = (schedule: Schedule): number =>
  Math.max(0, ...[...schedule.layouts.values()].flatMap(({ strides }) => strides)) * 4 * 3;

/**
 * One module from one schedule: `step` computes all its outputs once, from what lies in memory; `run` takes one batch of
 * samples after the other. With `guard`, every buffer has
 * a place of its own and that many bytes around it which nothing may touch. With `fused`, products use the relaxed multiply-add
 * (`has-fused-multiply-add.ts`), whose bits differ from machine to machine.
 */
export function compile(
  schedule: Schedule,
  map: MemoryMap,
  { guard, fused = false }: { readonly guard?: number; readonly fused?: boolean } = {},
): Compiled {
  const scratch = scratchOf(schedule);
  const buffers = buffersOf(schedule, scratch);
  const arena = guard === undefined ? planArena(buffers) : planGuarded(buffers, guard);
  const known = new Map<ValueId, number>();
  const knownFrom = map.arena + arena.bytes;
  const addresses: Addresses = {
    ofPlace: (place) => {
      const { operation } = boundAt(schedule.program, place);
      const { primitive } = operation;
      const address =
        primitive === 'parameter'
          ? map.parameters.get(operation.key)?.address
          : primitive === 'state'
            ? map.states.get(operation.key)?.address
            : map.arena + (arena.offsets.get(place) ?? Number.NaN);
      if (address === undefined || Number.isNaN(address))
        throw new Error(`value ${place} has no place in memory`);
      return address;
    },
    ofKnown: (id) => {
      const address = known.get(id) ?? knownFrom + 4 * known.size;
      known.set(id, address);
      return address;
    },
  };
  const module = new ModuleWriter({ module: 'host', name: 'memory' });
  const library = new FunctionLibrary(module);
  const nothing = { takes: [], gives: [] };
  const numbers = module.function('known numbers', nothing);
  const step = module.function('step', nothing);
  step.writer.call(numbers.reference);
  const kernels = schedule.kernels.map((kernel, index): KernelCode => {
    const scratchAt = map.arena + (arena.offsets.get(scratchId(index)) ?? 0);
    const name = nameOf(kernel, boundAt(schedule.program, kernel.root));
    const emitInto = (code: FunctionWriter, { index: at }: FunctionReference): KernelCode => {
      const from = code.length;
      code.writeFor(kernel.kind === 'loop' ? undefined : kernel.root, () =>
        emitters[kernel.kind]({ schedule, kernel, addresses, library, code, scratch: scratchAt, fused }),
      );
      return { name, function: at, from, to: code.length, purposes: code.purposes };
    };
    if (schedule.kernels.length <= mostInline && workOf(schedule, kernel) <= inlineWork)
      return emitInto(step.writer, step.reference);
    const { writer, reference } = module.function(name, nothing);
    const written = emitInto(writer, reference);
    step.writer.call(reference);
    return written;
  });
  const knownNumbers = new KnownNumbers(schedule, numbers.writer, library, (key) => {
    const address = map.settings.get(key);
    if (address === undefined) throw new Error(`the setting ${key} has no place in memory`);
    return address;
  });
  for (const [id, address] of known) knownNumbers.store(id, address);
  const located = (id: ValueId): Located => ({
    address: addresses.ofPlace(schedule.places.get(id) ?? id),
    layout: schedule.layouts.get(id) as Layout,
  });
  module.export('step', step.reference);
  const inputs = new Map(
    schedule.program.values.flatMap(({ operation }, id) =>
      operation.primitive === 'input' ? [[operation.key, located(id)] as const] : [],
    ),
  );
  const outputs = new Map([...schedule.program.outputs].map(([key, id]) => [key, located(id)]));
  const { batch } = schedule.program;
  writeRun(module, step.reference, map, inputs, outputs.get(totalLossKey), batch, stepSetting);
  return {
    bytes: module.finish(),
    inputs,
    outputs,
    end: knownFrom + 4 * known.size + slack + widestGather(schedule),
    arena: map.arena,
    arenaBytes: arena.bytes,
    buffers,
    offsets: arena.offsets,
    kernels,
  };
}
