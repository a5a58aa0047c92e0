import { expect, test } from 'vitest';
import { evenly } from '../../../engine/train/evenly.ts';

test('chosen evenly the first and the last are among them, and few are all there', () => {
  const all = Array.from({ length: 101 }, (_, index) => index);
  expect(evenly(all, 5)).toEqual([0, 25, 50, 75, 100]);
  expect(evenly(all, 2)).toEqual([0, 100]);
  expect(evenly(all, 101)).toBe(all);
  expect(evenly([], 2)).toEqual([]);
});
