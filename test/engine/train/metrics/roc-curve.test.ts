import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rocAuc } from '../../../../engine/train/metrics/roc-auc.ts';
import { rocCurve } from '../../../../engine/train/metrics/roc-curve.ts';

test('the example of scikit-learn’s roc_curve', () => {
  // https://scikit-learn.org/stable/modules/generated/sklearn.metrics.roc_curve.html
  const points = rocCurve([false, false, true, true], [0.1, 0.4, 0.35, 0.8]);
  expect(points?.map(({ falsePositiveRate }) => falsePositiveRate)).toEqual([0, 0, 0.5, 0.5, 1]);
  expect(points?.map(({ truePositiveRate }) => truePositiveRate)).toEqual([0, 0.5, 0.5, 1, 1]);
  expect(points?.map(({ threshold }) => threshold)).toEqual([Number.POSITIVE_INFINITY, 0.8, 0.4, 0.35, 0.1]);
});

test('the area under the curve is what rocAuc counts, ties and all', () => {
  const sample = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 6 }));
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 40 }), (samples) => {
      const positive = samples.map(([is]) => is);
      const scores = samples.map(([, score]) => score);
      const points = rocCurve(positive, scores);
      const area = points
        ?.slice(1)
        .reduce(
          (sum, point, index) =>
            sum +
            ((point.falsePositiveRate - (points[index]?.falsePositiveRate ?? 0)) *
              (point.truePositiveRate + (points[index]?.truePositiveRate ?? 0))) /
              2,
          0,
        );
      const expected = rocAuc(positive.map(Number), scores);
      if (expected === undefined) expect(area).toBeUndefined();
      else expect(area).toBeCloseTo(expected, 12);
    }),
  );
});

test('there is no curve of one class alone, or of a score that is not a number', () => {
  expect(rocCurve([true, true], [1, 2])).toBeUndefined();
  expect(rocCurve([true, false], [Number.NaN, 2])).toBeUndefined();
});
