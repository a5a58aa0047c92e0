import { expect, test } from 'vitest';
import { meanAndDeviation, scoresAcross } from '../../../../engine/train/metrics/fold-scores.ts';

test('mean and deviation are NumPy’s', () => {
  expect(meanAndDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, deviation: 2 });
});

test('the scores across folds are those that the task has', () => {
  const of = (loss: number, accuracy: number | undefined, rocAuc?: number) => ({
    loss,
    accuracy,
    samples: 4,
    ...(rocAuc === undefined ? {} : { rocAuc }),
  });
  const figures = (...held: readonly ReturnType<typeof of>[]) =>
    scoresAcross(held.map((each, at) => ({ fold: at + 1, held: each }))).map(
      ({ score, mean, deviation }) => [score.name, mean, deviation] as const,
    );
  expect(figures(of(1, 0.5), of(3, 1))).toEqual([
    ['loss', 2, 1],
    ['accuracy', 0.75, 0.25],
  ]);
  // A fold without both classes has no area under the curve; the others count.
  expect(figures(of(1, 1, 0.5), of(1, 1)).at(-1)).toEqual(['ROC AUC', 0.5, 0]);
  const regression = { meanSquaredError: 4, meanAbsoluteError: 1, determination: 0.5 };
  const numbers = scoresAcross([{ fold: 1, held: { loss: 4, accuracy: undefined, samples: 2, regression } }]);
  expect(numbers.map(({ score }) => score.name)).toEqual(['loss', 'MSE', 'MAE', 'R²']);
});
