import { expect, test } from 'vitest';
import { wireWidth } from '../../../app/live/wire-values.tsx';

test('a wire is the wider the larger what flows along it, within bounds', () => {
  expect([0, 0.001, 0.01, 1, 100, 1e6, Number.POSITIVE_INFINITY, Number.NaN].map(wireWidth)).toEqual([
    1.5, 1.5, 1.5, 3, 4, 4, 4, 1.5,
  ]);
});
