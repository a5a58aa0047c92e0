import fc from 'fast-check';
import { expect, test } from 'vitest';
import { regressionScores } from '../../../../engine/train/metrics/regression.ts';

const number = fc.double({ min: -100, max: 100, noNaN: true });
const target = fc.integer({ min: -100, max: 100 });
const pairs = fc.array(fc.tuple(target, number), { minLength: 2, maxLength: 30 });
const scoresOf = (list: readonly (readonly [number, number])[]) => {
  const scores = regressionScores(
    list.map(([is]) => is),
    list.map(([, said]) => said),
  );
  if (scores === undefined) throw new Error('there are numbers');
  return scores;
};

test('the mean absolute error is at most the root of the mean squared error', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const { meanSquaredError, meanAbsoluteError } = scoresOf(list);
      expect(meanAbsoluteError).toBeLessThanOrEqual(Math.sqrt(meanSquaredError) * (1 + 1e-12));
    }),
  );
});

test('errors of the same size have that size as their mean', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2 }),
      fc.integer({ min: 0, max: 9 }),
      (list, off) => {
        const scores = scoresOf(list.map((is, index) => [is, is + (index % 2 === 0 ? off : -off)] as const));
        expect(scores.meanAbsoluteError).toBeCloseTo(off, 10);
        expect(scores.meanSquaredError).toBeCloseTo(off * off, 10);
      },
    ),
  );
});

test('R² is 1 for the truth, 0 for its mean, never above 1', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const truth = list.map(([is]) => is);
      const mean = truth.reduce((sum, is) => sum + is, 0) / truth.length;
      expect(scoresOf(truth.map((is) => [is, is] as const)).determination).toBe(1);
      const isConstant = new Set(truth).size === 1;
      const ofMean = scoresOf(truth.map((is) => [is, mean] as const)).determination;
      expect(ofMean).toBeCloseTo(isConstant ? 1 : 0, 10);
      expect(scoresOf(list).determination).toBeLessThanOrEqual(1);
    }),
  );
});

test('of one number there is no R², of none nothing, and unequal lengths are refused', () => {
  expect(scoresOf([[1, 1]]).determination).toBeUndefined();
  expect(regressionScores([], [])).toBeUndefined();
  expect(() => regressionScores([1], [])).toThrow('1 targets, but 0 predictions');
});
