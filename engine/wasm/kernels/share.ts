import { coreShape } from '../../passes/schedule/access.ts';
import { boundAt } from '../../passes/schedule/bound-program.ts';
import type { KernelKind } from '../../passes/schedule/group-units.ts';
import type { Kernel, Schedule } from '../../passes/schedule.ts';
import type { Nest } from '../nest.ts';

/**
 * What one of several workers does of a kernel: some turns of its outermost loop. Each number of the result is computed by one
 * worker, by the same instructions as when there is but one, so that the bits do not depend on how many there are.
 */
export interface Share {
  readonly part: number;
  readonly of: number;
}

export const whole: Share = { part: 0, of: 1 };
export const halves: readonly Share[] = [
  { part: 0, of: 2 },
  { part: 1, of: 2 },
];

/** Which of so many turns are a worker's. */
export function turnsOf(
  turns: number,
  { part, of }: Share,
): { readonly start: number; readonly trip: number } {
  const start = Math.floor((turns * part) / of);
  return { start, trip: Math.floor((turns * (part + 1)) / of) - start };
}

/** Runs a worker's turns of an outermost loop: of `turns` pieces of `step` each and, where it is not 0, a last piece of `rest`. */
export function rangeOf(
  nest: Nest,
  loop: number,
  share: Share,
  { turns, step, rest }: { readonly turns: number; readonly step: number; readonly rest: number },
  body: (isRest: boolean) => void,
): void {
  const { start, trip } = turnsOf(turns + (rest > 0 ? 1 : 0), share);
  const own = Math.min(trip, turns - start);
  nest.range(loop, { start: start * step, trip: own, step }, () => body(false));
  if (own < trip) nest.range(loop, { start: turns * step, trip: 1 }, () => body(true));
}

/** Which loop of a product is cut into shares. */
export type Cut = 'columns' | 'rows';

/** The loop whose halves are most alike, columns first: their halves read no part of the right side twice. */
export function cutOf(columns: number, rows: number): Cut {
  const lost = (turns: number): number => (turns % 2) / turns;
  return lost(columns) <= lost(rows) ? 'columns' : 'rows';
}

/**
 * Kernels that compute fewer numbers than this, products of two among them, are over before the other worker has come. Measured: steps of
 * 1.5 to 13 million products are fastest when kernels are shared from 65,536 or 131,072 on, slower from 32,768 or 262,144 on.
 */
export const worthSharing = 65_536;

const canBeShared: Readonly<Record<KernelKind, boolean>> = {
  loop: true,
  reduce: true,
  rows: true,
  matmul: true,
  gather: true,
  scatter: false,
  concatenate: false,
  reshape: false,
};

/** Whether two workers can share a kernel; else the first does it alone. */
export function canShare({ program }: Schedule, { kind, root }: Kernel): boolean {
  const { shape, inputs } = boundAt(program, root);
  const counted = kind === 'rows' ? boundAt(program, inputs[0] ?? root).shape : shape;
  const loops = coreShape(counted).length;
  return canBeShared[kind] && loops > (kind === 'rows' ? 1 : 0);
}
