import type { ValueId } from '../program/program.ts';
import { boundAt } from './schedule/bound-program.ts';
import type { Layout } from './schedule/layout.ts';
import type { Schedule } from './schedule.ts';

/** Something that needs memory from one kernel to another, both included. */
export interface Buffer {
  readonly id: number;
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
}

export interface Arena {
  /** Where each buffer begins, in bytes from the start of the arena. */
  readonly offsets: ReadonlyMap<number, number>;
  readonly bytes: number;
}

/** Buffers begin where a cache line could. */
const alignment = 64;
export const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

interface Placed {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** Puts each buffer, in the given order, at the lowest place that is free as long as it lives. */
function placeInOrder(buffers: readonly Buffer[]): Arena {
  const placed: Placed[] = [];
  const offsets = new Map<number, number>();
  let bytes = 0;
  for (const buffer of buffers) {
    const { from, to } = buffer;
    const size = aligned(buffer.bytes);
    let start = 0;
    // `placed` is in the order of addresses: the first gap that is wide enough is taken.
    for (let at = 0; at < placed.length; at += 1) {
      const other = placed[at] as Placed;
      if (from > other.to || other.from > to) continue;
      if (other.start - start >= size) break;
      start = Math.max(start, other.end);
    }
    let at = 0;
    let behind = placed.length;
    while (at < behind) {
      const middle = (at + behind) >> 1;
      if ((placed[middle] as Placed).start > start) behind = middle;
      else at = middle + 1;
    }
    placed.splice(at, 0, { from, to, start, end: start + size });
    offsets.set(buffer.id, start);
    bytes = Math.max(bytes, start + size);
  }
  return { offsets, bytes };
}

/** The largest sum of buffers that live at the same time: no arena can be smaller. */
export function largestLiveBytes(buffers: readonly Buffer[]): number {
  const changes = buffers.flatMap(({ from, to, bytes }) => [
    { at: from, bytes: aligned(bytes) },
    { at: to + 1, bytes: -aligned(bytes) },
  ]);
  // Memory is given back before it is taken again.
  changes.sort((a, b) => a.at - b.at || a.bytes - b.bytes);
  let live = 0;
  let largest = 0;
  for (const change of changes) {
    live += change.bytes;
    largest = Math.max(largest, live);
  }
  return largest;
}

const orders: readonly ((a: Buffer, b: Buffer) => number)[] = [
  (a, b) => b.bytes - a.bytes || a.from - b.from,
  (a, b) => a.from - b.from || b.bytes - a.bytes,
  (a, b) => b.to - b.from - (a.to - a.from) || b.bytes - a.bytes,
  (a, b) => b.bytes * (b.to - b.from) - a.bytes * (a.to - a.from) || a.from - b.from,
  (a, b) => b.to - a.to || b.bytes - a.bytes,
];

/** Places buffers so that none that live at the same time overlap, in the best of a few orders of placing them. */
export function planArena(buffers: readonly Buffer[]): Arena {
  const bound = largestLiveBytes(buffers);
  let best: Arena | undefined;
  for (const order of orders) {
    const arena = placeInOrder([...buffers].sort(order));
    if (best === undefined || arena.bytes < best.bytes) best = arena;
    if (best.bytes === bound) break;
  }
  return best ?? { offsets: new Map(), bytes: 0 };
}

/** Every buffer at a place of its own with `guard` bytes on both sides, which nothing may write: a mode for tests. */
export function planGuarded(buffers: readonly Buffer[], guard: number): Arena {
  const offsets = new Map<number, number>();
  let bytes = guard;
  for (const { id, bytes: size } of buffers) {
    offsets.set(id, bytes);
    bytes += aligned(size) + guard;
  }
  return { offsets, bytes };
}

/** Extra memory of a kernel while it runs, in bytes, by its index. */
export type Scratch = ReadonlyMap<number, number>;

/** Scratch buffers are numbered from the back. */
export const scratchId = (kernel: number): number => -1 - kernel;

/**
 * What a schedule needs memory for: batches until they are last read, values from where they are computed to where they are
 * last read or, for outputs, to the end. Parameters and what is kept from step to step have their own places.
 */
export function buffersOf(
  { program, kernels, places, layouts }: Schedule,
  scratch: Scratch,
): readonly Buffer[] {
  const bytesOf = (id: ValueId): number => 4 * (layouts.get(id) as Layout).floats;
  const lives = new Map<ValueId, { from: number; to: number }>();
  const isPersistent = (id: ValueId): boolean => {
    const { primitive } = boundAt(program, id).operation;
    return primitive === 'parameter' || primitive === 'state';
  };
  const live = (id: ValueId, at: number): void => {
    if (isPersistent(id)) return;
    const known = lives.get(id);
    if (known === undefined) lives.set(id, { from: at, to: at });
    else known.to = Math.max(known.to, at);
  };
  program.values.forEach(({ operation }, id) => {
    if (operation.primitive === 'input') live(id, -1);
  });
  kernels.forEach(({ stores, reads }, index) => {
    for (const id of reads) live(id, index);
    for (const { place } of stores) live(place, index);
  });
  for (const id of program.outputs.values()) live(places.get(id) ?? id, kernels.length);
  return [
    ...[...lives].map(([id, { from, to }]) => ({ id, bytes: bytesOf(id), from, to })),
    ...[...scratch].map(([kernel, bytes]) => ({ id: scratchId(kernel), bytes, from: kernel, to: kernel })),
  ];
}
