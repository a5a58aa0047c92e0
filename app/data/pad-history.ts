import type { Pad } from './pad-ink.ts';

/** A drawing with what was drawn before, stroke by stroke; it is no part of the graph, and neither is its undo. */
export interface PadHistory {
  readonly past: readonly Pad[];
  readonly now: Pad;
  readonly undone: readonly Pad[];
}

/** Strokes that can be taken back. */
const longest = 100;

export const beginPad = (pad: Pad): PadHistory => ({ past: [], now: pad, undone: [] });

/** A stroke is begun, or all is cleared. */
export const withStep = ({ past, now }: PadHistory, pad: Pad): PadHistory => ({
  past: [...past, now].slice(-longest),
  now: pad,
  undone: [],
});

/** The stroke goes on. */
export const withMore = (history: PadHistory, pad: Pad): PadHistory => ({ ...history, now: pad });

export function takeBack(history: PadHistory): PadHistory {
  const { past, now, undone } = history;
  const before = past.at(-1);
  return before === undefined ? history : { past: past.slice(0, -1), now: before, undone: [...undone, now] };
}

export function drawAgain(history: PadHistory): PadHistory {
  const { past, now, undone } = history;
  const next = undone.at(-1);
  return next === undefined ? history : { past: [...past, now], now: next, undone: undone.slice(0, -1) };
}
