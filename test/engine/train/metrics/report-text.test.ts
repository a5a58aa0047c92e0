import { expect, test } from 'vitest';
import { reportText } from '../../../../engine/train/metrics/report-text.ts';

test('the scores of two classes, counted by hand', () => {
  const confusion = { classes: 2, counts: [3, 1, 2, 4] };
  expect(reportText({ loss: 0.5, accuracy: 0.7, samples: 10, confusion, rocAuc: 0.75 })).toBe(
    [
      'accuracy 0.7000',
      '',
      '         precision  recall      F1  samples',
      'class 0     0.6000  0.7500  0.6667        4',
      'class 1     0.8000  0.6667  0.7273        6',
      'mean        0.7000  0.7083  0.6970       10',
      '',
      'true \\ predicted  class 0  class 1',
      'class 0                 3        1',
      'class 1                 2        4',
      '',
      'ROC AUC 0.7500',
      '',
    ].join('\n'),
  );
});

test('the errors of predicted numbers', () => {
  const regression = { meanSquaredError: 0.25, meanAbsoluteError: 0.5, determination: undefined };
  expect(reportText({ loss: 0.25, accuracy: undefined, samples: 4, regression })).toBe(
    ['MSE  0.250000', 'MAE  0.500000', 'R²          –', ''].join('\n'),
  );
});

test('nothing where nothing is judged', () => {
  expect(reportText({ loss: 1, accuracy: undefined, samples: 4 })).toBe('');
});
