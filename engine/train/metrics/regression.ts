export interface RegressionScores {
  /** Mean of the squared errors, in squared units of the target. */
  readonly meanSquaredError: number;
  /** Mean of the errors' magnitudes, in units of the target. */
  readonly meanAbsoluteError: number;
  /** R², the share of the target's variance that is explained; undefined for fewer than two numbers. */
  readonly determination: number | undefined;
}

/**
 * Errors of predicted numbers (scikit-learn's `mean_squared_error`, `mean_absolute_error` and `r2_score`; where all
 * targets are equal R² is 1 for a perfect prediction and else 0). Undefined where there are no numbers.
 */
export function regressionScores(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
): RegressionScores | undefined {
  if (truth.length !== predicted.length) {
    throw new Error(`${truth.length} targets, but ${predicted.length} predictions`);
  }
  const count = truth.length;
  if (count === 0) return undefined;
  let [squares, magnitudes, sum] = [0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const error = (predicted[index] as number) - (truth[index] as number);
    squares += error * error;
    magnitudes += Math.abs(error);
    sum += truth[index] as number;
  }
  const mean = sum / count;
  let spread = 0;
  for (let index = 0; index < count; index += 1) spread += ((truth[index] as number) - mean) ** 2;
  return {
    meanSquaredError: squares / count,
    meanAbsoluteError: magnitudes / count,
    determination: count < 2 ? undefined : explained(squares, spread),
  };
}

function explained(squares: number, spread: number): number {
  if (spread === 0) return squares === 0 ? 1 : 0;
  return 1 - squares / spread;
}
