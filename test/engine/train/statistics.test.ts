import { describe, expect, test } from 'vitest';
import { histogramOf, statisticsOf } from '../../../engine/train/statistics.ts';

describe('the figures of a tensor', () => {
  test('are those of its numbers', () => {
    expect(statisticsOf(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9))).toEqual({
      count: 8,
      minimum: 2,
      maximum: 9,
      mean: 5,
      standardDeviation: 2,
      norm: Math.sqrt(232),
      zeros: 0,
      notFinite: 0,
    });
  });

  test('leave out what is not finite, and count it', () => {
    const found = statisticsOf(Float64Array.of(Number.NaN, 0, 1, Number.NEGATIVE_INFINITY));
    expect(found).toMatchObject({ count: 4, minimum: 0, maximum: 1, mean: 0.5, zeros: 0.25, notFinite: 2 });
  });

  test('of nothing are no numbers', () => {
    const found = statisticsOf(new Float64Array(0));
    expect(found.count).toBe(0);
    expect(found.zeros).toBe(0);
    expect([found.minimum, found.maximum, found.mean]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('the histogram', () => {
  test('has every finite number in one bin, the largest in the last', () => {
    const data = Float64Array.of(0, 0.1, 0.5, 1, Number.NaN);
    expect(histogramOf(data, statisticsOf(data), 4)).toEqual([2, 0, 1, 1]);
  });

  test('of equal numbers is one bar', () => {
    const data = Float64Array.of(3, 3, 3);
    expect(histogramOf(data, statisticsOf(data), 3)).toEqual([3, 0, 0]);
  });
});
