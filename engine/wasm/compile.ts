import { aligned, type Buffer, buffersOf, planArena, planGuarded, scratchId } from '../passes/plan-memory.ts';
import { boundAt } from '../passes/schedule/bound-program.ts';
import type { KernelKind } from '../passes/schedule/group-units.ts';
import type { Layout } from '../passes/schedule/layout.ts';
import type { Kernel, Schedule } from '../passes/schedule.ts';
import { stepSetting } from '../passes/update.ts';
import { type OutputKey, totalLossKey, type ValueId } from '../program/program.ts';
import { ModuleWriter } from './assembler/module-writer.ts';
import { FunctionLibrary } from './functions/library.ts';
import { type KernelShape, kernelShape } from './kernel-shape.ts';
import { scatterScratch } from './kernels/picked-rows.ts';
import { matmulScratch } from './kernels/product.ts';
import { KnownNumbers } from './known-numbers.ts';
import type { Located, MemoryMap } from './memory-map.ts';
import { writeRun } from './run-batches.ts';
import { Together } from './together.ts';
import { isForTwo, type KernelCode, type Places, writeKernels } from './write-kernels.ts';

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

/** What lies behind the last buffer may be read by a vector that begins before its end. */
const slack = 64;

export interface CompileOptions {
  readonly guard?: number;
  readonly fused?: boolean;
  readonly workers?: 1 | 2;
  /** Least work of the kernels that two workers share. */
  readonly sharedFrom?: number;
}

const scratchOfKind: Partial<Record<KernelKind, (schedule: Schedule, kernel: Kernel) => number>> = {
  matmul: matmulScratch,
  scatter: scatterScratch,
};

/** Kernels of one shape need as much as each other. */
function scratchOf(
  schedule: Schedule,
  shapes: readonly KernelShape[],
  partsOf: (kernel: Kernel) => number,
): ReadonlyMap<number, number> {
  const byShape = new Map<string, number>();
  return new Map(
    schedule.kernels.flatMap((kernel, index) => {
      const scratchFor = scratchOfKind[kernel.kind];
      if (scratchFor === undefined) return [];
      const { key } = shapes[index] as KernelShape;
      const bytes = byShape.get(key) ?? partsOf(kernel) * aligned(scratchFor(schedule, kernel));
      byShape.set(key, bytes);
      return bytes === 0 ? [] : [[index, bytes] as const];
    }),
  );
}

/** The widest step that a vector load may take past the last row of a buffer, for loads that gather their lanes. */
function widestGather({ layouts }: Schedule): number {
  let widest = 0;
  for (const { strides } of layouts.values()) for (const stride of strides) widest = Math.max(widest, stride);
  return widest * 4 * 3;
}

/**
 * One module from one schedule: `step` computes all its outputs once, from what lies in memory; `run` takes one batch of
 * samples after the other. With `guard`, every buffer has
 * a place of its own and that many bytes around it which nothing may touch. With `fused`, products use the relaxed multiply-add
 * (`has-fused-multiply-add.ts`), whose bits differ from machine to machine. For two `workers`, on a shared memory, there are
 * `runTogether` and `help` beside them, the first and the second worker's parts of the same, which give the same bits.
 */
export function compile(
  schedule: Schedule,
  map: MemoryMap,
  { guard, fused = false, workers = 1, sharedFrom }: CompileOptions = {},
): Compiled {
  const shapes = schedule.kernels.map((kernel) => kernelShape(schedule, kernel));
  const isShared = (kernel: Kernel): boolean => workers === 2 && isForTwo(schedule, kernel, sharedFrom);
  const scratch = scratchOf(schedule, shapes, (kernel) => (isShared(kernel) ? 2 : 1));
  const buffers = buffersOf(schedule, scratch);
  const arena = guard === undefined ? planArena(buffers) : planGuarded(buffers, guard);
  const known = new Map<ValueId, number>();
  const knownFrom = map.arena + arena.bytes;
  const places: Places = {
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
    ofScratch: (kernel, part) => {
      const start = map.arena + (arena.offsets.get(scratchId(kernel)) ?? 0);
      return part === 0 ? start : start + (scratch.get(kernel) ?? 0) / 2;
    },
  };
  const module = new ModuleWriter({ module: 'host', name: 'memory', isShared: map.isShared });
  const library = new FunctionLibrary(module);
  const nothing = { takes: [], gives: [] };
  const numbers = module.function('known numbers', nothing);
  const step = module.function('step', nothing);
  step.writer.call(numbers.reference);
  const together = workers === 2 ? new Together(module) : undefined;
  together?.alone((code) => code.call(numbers.reference));
  const kernels = writeKernels(schedule, shapes, places, {
    module,
    library,
    step,
    fused,
    together,
    isShared,
  });
  together?.finish();
  const knownNumbers = new KnownNumbers(schedule, numbers.writer, library, (key) => {
    const address = map.settings.get(key);
    if (address === undefined) throw new Error(`the setting ${key} has no place in memory`);
    return address;
  });
  for (const [id, address] of known) knownNumbers.store(id, address);
  const located = (id: ValueId): Located => ({
    address: places.ofPlace(schedule.places.get(id) ?? id),
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
  const loss = outputs.get(totalLossKey);
  writeRun(module, step.reference, map, inputs, loss, batch, stepSetting);
  if (together !== undefined)
    writeRun(module, together.first, map, inputs, loss, batch, stepSetting, 'runTogether');
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
