import { jumpTimes } from './bounds.ts';

export interface EarlyJump {
  readonly from: number;
  readonly to: number;
  /** The update, from 1, whose loss was the largest. */
  readonly update: number;
}

/** How the loss leapt within the first updates; undefined where it did not. */
export function earlyJump(firstLosses: readonly number[]): EarlyJump | undefined {
  const [from, ...later] = firstLosses;
  const to = Math.max(...later);
  // A likelihood may be negative: only of a loss above 0 can there be a multiple.
  if (from === undefined || !(from > 0) || !(to > jumpTimes * from)) return undefined;
  return { from, to, update: firstLosses.indexOf(to) + 1 };
}
