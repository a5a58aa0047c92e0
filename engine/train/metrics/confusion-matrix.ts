/** Row = true class, column = predicted class, entry = samples; classes × classes, row-major. */
export interface ConfusionMatrix {
  readonly classes: number;
  readonly counts: readonly number[];
}

/**
 * How often each true class was taken for which: scikit-learn's `confusion_matrix`.
 *
 * @param truth class indices from 0 to `classes` − 1; other indices, such as ignored ones, are left out
 * @param predicted as many class indices
 */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): ConfusionMatrix {
  if (truth.length !== predicted.length) {
    throw new Error(`${truth.length} true classes, but ${predicted.length} predicted ones`);
  }
  const counts = new Array<number>(classes * classes).fill(0);
  const isClass = (index: number): boolean => Number.isInteger(index) && index >= 0 && index < classes;
  for (let sample = 0; sample < truth.length; sample += 1) {
    const [is, said] = [truth[sample] as number, predicted[sample] as number];
    if (!isClass(is) || !isClass(said)) continue;
    counts[is * classes + said] = (counts[is * classes + said] as number) + 1;
  }
  return { classes, counts };
}
