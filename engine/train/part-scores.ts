import type { Operator } from '../operators/operator.ts';
import type { Tensor } from '../program/tensor.ts';
import { type ConfusionMatrix, confusionMatrix } from './metrics/confusion-matrix.ts';
import { rocAuc } from './metrics/roc-auc.ts';
import { largestClass } from './metrics.ts';

export interface PartScores {
  readonly confusion: ConfusionMatrix;
  /** Of two classes, where both occur. */
  readonly rocAuc: number | undefined;
}

/** Two classes with scores a and b are ordered by b − a, as by their softmax. */
const margins = ({ shape: [rows = 0], data }: Tensor): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => (data[2 * row + 1] as number) - (data[2 * row] as number));

function scoresByLargest(scores: Tensor, target: Tensor): PartScores | undefined {
  const [rows = 0, classes = 0, ...rest] = scores.shape;
  if (rest.length > 0 || classes < 2) return undefined;
  const isOneHot = target.shape.length === scores.shape.length;
  const truth = isOneHot
    ? Float64Array.from({ length: rows }, (_, row) => largestClass(target, row, 0, 1))
    : target.data;
  const predicted = Float64Array.from({ length: rows }, (_, row) => largestClass(scores, row, 0, 1));
  return {
    confusion: confusionMatrix(truth, predicted, classes),
    rocAuc: classes === 2 ? rocAuc(truth, margins(scores)) : undefined,
  };
}

/**
 * Which classes were taken for which, and how well two are told apart. Undefined where a sample has several decisions
 * of many classes.
 */
export function partScores(
  decision: NonNullable<Operator['decision']>,
  scores: Tensor,
  target: Tensor,
): PartScores | undefined {
  if (decision.kind === 'largest') return scoresByLargest(scores, target);
  const truth = Float64Array.from(target.data, (value) => Number(value > 0.5));
  const predicted = Float64Array.from(scores.data, (score) => Number(score > decision.above));
  return { confusion: confusionMatrix(truth, predicted, 2), rocAuc: rocAuc(truth, scores.data) };
}
