/** A point of a ROC curve: of those at or above the threshold, which shares of each class. */
export interface RocPoint {
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
  /** Least score that counts as positive; Infinity at the origin, where none does. */
  readonly threshold: number;
}

/**
 * The ROC curve of one class against all others: a point for each score that occurs, from (0, 0) to (1, 1). Points
 * between two on one line are left out, as by scikit-learn's `roc_curve`.
 *
 * @param positive for each sample whether it is of the class
 * @returns nothing where one side has no samples or a score is not a number
 */
export function rocCurve(
  positive: readonly boolean[],
  scores: ArrayLike<number>,
): readonly RocPoint[] | undefined {
  const order = positive.map((_, index) => index);
  if (order.some((index) => Number.isNaN(scores[index]))) return undefined;
  const positives = positive.filter(Boolean).length;
  const negatives = positive.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  order.sort((left, right) => (scores[right] as number) - (scores[left] as number));
  const points: RocPoint[] = [
    { falsePositiveRate: 0, truePositiveRate: 0, threshold: Number.POSITIVE_INFINITY },
  ];
  let [right, wrong] = [0, 0];
  order.forEach((index, place) => {
    if (positive[index] === true) right += 1;
    else wrong += 1;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === scores[index]) return;
    points.push({
      falsePositiveRate: wrong / negatives,
      truePositiveRate: right / positives,
      threshold: scores[index] as number,
    });
  });
  return points.filter((point, index) => !isBetween(point, points[index - 1], points[index + 1]));
}

function isBetween(point: RocPoint, before: RocPoint | undefined, after: RocPoint | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  const across =
    (after.falsePositiveRate - before.falsePositiveRate) * (point.truePositiveRate - before.truePositiveRate);
  const up =
    (after.truePositiveRate - before.truePositiveRate) * (point.falsePositiveRate - before.falsePositiveRate);
  return Math.abs(across - up) < 1e-12;
}
