import { expect, test } from 'vitest';
import { indexOf, placesOf } from '../../../engine/program/tensor.ts';

test('places along the axes and the place row by row say the same', () => {
  const shape = [2, 3, 4];
  expect(indexOf([1, 2, 3], shape)).toBe(23);
  expect(placesOf(6, shape)).toEqual([0, 1, 2]);
  for (let index = 0; index < 24; index += 1) expect(indexOf(placesOf(index, shape), shape)).toBe(index);
  expect(indexOf([], [])).toBe(0);
});
