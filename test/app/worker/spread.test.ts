import { expect, test } from 'vitest';
import { spreadsOf } from '../../../app/worker/spread.ts';

test('tells how numbers lay at each step', () => {
  const history = [
    { step: 0, data: Float32Array.of(-1, 1) },
    { step: 4, data: Float64Array.of(2, Number.NaN, 4) },
  ];
  expect(spreadsOf(history)).toEqual([
    { step: 0, minimum: -1, maximum: 1, mean: 0, standardDeviation: 1 },
    { step: 4, minimum: 2, maximum: 4, mean: 3, standardDeviation: 1 },
  ]);
});
