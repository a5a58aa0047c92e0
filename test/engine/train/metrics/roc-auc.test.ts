import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rocAuc } from '../../../../engine/train/metrics/roc-auc.ts';

// Few different scores, so that there are ties.
const samples = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -3, max: 3 })), {
  maxLength: 40,
});
const areaOf = (list: readonly (readonly [number, number])[]) =>
  rocAuc(
    list.map(([is]) => is),
    list.map(([, score]) => score),
  );

test('is the share of pairs that are in order, ties counted half', () => {
  fc.assert(
    fc.property(samples, (list) => {
      const positive = list.filter(([is]) => is === 1);
      const negative = list.filter(([is]) => is === 0);
      const pairs = positive.flatMap(([, high]) => negative.map(([, low]) => Math.sign(high - low)));
      const share = pairs.reduce((sum, sign) => sum + (sign + 1) / 2, 0) / pairs.length;
      const area = areaOf(list);
      if (pairs.length === 0) expect(area).toBeUndefined();
      else expect(area).toBeCloseTo(share, 12);
    }),
  );
});

test('does not depend on the order of the samples nor on the scale of the scores; turned scores mirror it', () => {
  fc.assert(
    fc.property(samples, (list) => {
      const area = areaOf(list);
      expect(areaOf([...list].reverse())).toBe(area);
      expect(areaOf(list.map(([is, score]) => [is, Math.exp(score)] as const))).toBe(area);
      const mirrored = areaOf(list.map(([is, score]) => [is, -score] as const));
      if (area === undefined) expect(mirrored).toBeUndefined();
      else expect(mirrored).toBeCloseTo(1 - area, 12);
    }),
  );
});

test('is not known where a score is not a number', () => {
  expect(rocAuc([0, 1], [Number.NaN, 1])).toBeUndefined();
});
