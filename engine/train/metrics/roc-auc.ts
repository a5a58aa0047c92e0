/**
 * Area under the ROC curve of two classes: the share of pairs of a positive and a negative sample in which the
 * positive one has the higher score, ties counted half (the Mann–Whitney statistic; scikit-learn's `roc_auc_score`).
 *
 * @param truth above 0.5 is positive
 * @returns 0 to 1, undefined where one class has no samples or a score is not a number
 */
export function rocAuc(truth: ArrayLike<number>, scores: ArrayLike<number>): number | undefined {
  const samples = Array.from(scores, (score, index) => ({
    score,
    positive: (truth[index] as number) > 0.5,
  }));
  if (samples.some(({ score }) => Number.isNaN(score))) return undefined;
  samples.sort((a, b) => (a.score < b.score ? -1 : Number(a.score > b.score)));
  const positives = samples.filter(({ positive }) => positive).length;
  const negatives = samples.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  let below = 0;
  let ordered = 0;
  for (let start = 0; start < samples.length; ) {
    let end = start;
    let [tiedPositive, tiedNegative] = [0, 0];
    while (end < samples.length && samples[end]?.score === samples[start]?.score) {
      if (samples[end]?.positive === true) tiedPositive += 1;
      else tiedNegative += 1;
      end += 1;
    }
    ordered += tiedPositive * (below + tiedNegative / 2);
    below += tiedNegative;
    start = end;
  }
  return ordered / (positives * negatives);
}
