import type { UpdateContext } from '../../passes/update.ts';
import type { ValueId } from '../../program/program.ts';
import { runningMean, square } from './arithmetic.ts';

export interface Moments {
  /** Running mean of the gradients, m. */
  readonly first: ValueId;
  /** Running mean of their squares, v. */
  readonly second: ValueId;
}

/** m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², which Adam and its relatives share. */
export const nextMoments = ({ builder, setting, state }: UpdateContext, gradient: ValueId): Moments => ({
  first: runningMean(builder, setting('beta1'), state('first'), gradient),
  second: runningMean(builder, setting('beta2'), state('second'), square(builder, gradient)),
});
