import type { Operator } from '../operators/operator.ts';
import type { Tensor } from '../program/tensor.ts';

/** Index of the largest of the classes along axis 1, for sample `row` and position `at` behind the class axis. */
export function largestClass(scores: Tensor, row: number, at: number, inner: number): number {
  const classes = scores.shape[1] as number;
  let best = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < classes; index += 1) {
    const score = scores.data[(row * classes + index) * inner + at] as number;
    // NaN never wins: such a sample counts as class 0, and the loss shows the NaN.
    if (score > largest) {
      largest = score;
      best = index;
    }
  }
  return best;
}

function rightByLargest(scores: Tensor, target: Tensor): { right: number; of: number } {
  const [rows = 0, , ...rest] = scores.shape;
  const inner = rest.reduce((product, size) => product * size, 1);
  const isOneHot = target.shape.length === scores.shape.length;
  let right = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let at = 0; at < inner; at += 1) {
      const truth = isOneHot ? largestClass(target, row, at, inner) : target.data[row * inner + at];
      if (largestClass(scores, row, at, inner) === truth) right += 1;
    }
  }
  return { right, of: rows * inner };
}

function rightByThreshold(scores: Tensor, target: Tensor, above: number): { right: number; of: number } {
  let right = 0;
  scores.data.forEach((score, index) => {
    if (score > above === (target.data[index] as number) > 0.5) right += 1;
  });
  return { right, of: scores.data.length };
}

/**
 * Share of decisions that are right, from 0 to 1: per sample for classes along axis 1 of `scores` (N, C, …), per
 * element for a threshold. Undefined where nothing was decided.
 */
export function accuracy(
  decision: NonNullable<Operator['decision']>,
  scores: Tensor,
  target: Tensor,
): number | undefined {
  const { right, of } =
    decision.kind === 'largest'
      ? rightByLargest(scores, target)
      : rightByThreshold(scores, target, decision.above);
  return of === 0 ? undefined : right / of;
}
