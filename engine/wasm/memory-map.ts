import { aligned } from '../passes/plan-memory.ts';
import type { SwappedLeaves } from '../passes/schedule/choose-layouts.ts';
import { type Layout, layoutOf } from '../passes/schedule/layout.ts';
import type { Program } from '../program/program.ts';

/**
 * The first bytes of the memory, at the same place for every module of a session: unsigned words, then the settings as
 * float64 numbers.
 */
export const header = {
  /** Of the random numbers. */
  seed: 16,
  /** Counts batches from 0, for the random numbers. */
  drawStep: 20,
  /** The second worker is there: 1. */
  isHelping: 24,
  /** Numbers of shared kernels, counted on from call to call: the last that the first worker began, ... */
  begun: 64,
  /** ... whose second half somebody took, ... */
  claimed: 68,
  /** ... and whose second half the second worker made; far from the others, for the workers' caches. */
  made: 128,
  settings: 192,
  /** Losses that one call leaves behind, at most. */
  lossCapacity: 4096,
} as const;

/** Where a value lies in the memory, in bytes. */
export interface Located {
  readonly address: number;
  readonly layout: Layout;
}

/** What the modules of one session share: where leaves that stay from step to step lie, and where an arena may begin. */
export interface MemoryMap {
  readonly parameters: ReadonlyMap<string, Located>;
  readonly states: ReadonlyMap<string, Located>;
  readonly settings: ReadonlyMap<string, number>;
  /** Where each data leaf's samples begin: the address of an address, so that one module serves every part. */
  readonly samples: ReadonlyMap<string, number>;
  /** Row numbers of the samples in the order in which they are taken, as unsigned words. */
  readonly order: number;
  /** One float32 per batch of a call. */
  readonly losses: number;
  readonly swapped: SwappedLeaves;
  /** Whether two workers share the memory. */
  readonly isShared: boolean;
  readonly arena: number;
}

/** Gives every leaf of some programs a place, once each, and the order of up to `rows` samples. */
export function mapMemory(programs: readonly Program[], swapped: SwappedLeaves, rows = 0): MemoryMap {
  const settings = new Map<string, number>();
  const leaves = { parameter: new Map<string, Located>(), state: new Map<string, Located>() };
  for (const { values } of programs) {
    for (const { operation } of values) {
      if (operation.primitive === 'setting' && !settings.has(operation.key)) {
        settings.set(operation.key, header.settings + 8 * settings.size);
      }
    }
  }
  const samples = new Map<string, number>();
  let next = header.settings + 8 * settings.size;
  for (const { values } of programs) {
    for (const { operation } of values) {
      if (operation.primitive !== 'input' || samples.has(operation.key)) continue;
      samples.set(operation.key, next);
      next += 4;
    }
  }
  const order = aligned(next);
  const losses = aligned(order + 4 * rows);
  next = aligned(losses + 4 * header.lossCapacity);
  for (const { values } of programs) {
    for (const { operation } of values) {
      if (operation.primitive !== 'parameter' && operation.primitive !== 'state') continue;
      const known = leaves[operation.primitive];
      if (known.has(operation.key)) continue;
      const layout = layoutOf(operation.shape as readonly number[], swapped.has(operation.key));
      known.set(operation.key, { address: next, layout });
      next = aligned(next + 4 * layout.floats);
    }
  }
  return {
    parameters: leaves.parameter,
    states: leaves.state,
    settings,
    samples,
    order,
    losses,
    swapped,
    isShared: false,
    arena: next,
  };
}
