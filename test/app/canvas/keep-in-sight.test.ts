import type { Node } from 'reactflow';
import { expect, test } from 'vitest';
import { onlySizesChanged } from '../../../app/canvas/keep-in-sight.ts';

const card = (id: string, x: number, width: number): Node => ({
  id,
  position: { x, y: 0 },
  data: {},
  measured: { width, height: 60 },
});

test('a sheet gives way to cards that grew, and not to those that a hand moved, added or took away', () => {
  const before = [card('fc1', 0, 100), card('loss', 200, 118)];
  expect(onlySizesChanged(before, [card('fc1', 0, 100), card('loss', 200, 257)])).toBe(true);
  expect(onlySizesChanged(before, before)).toBe(false);
  expect(onlySizesChanged(before, [card('fc1', 0, 100), card('loss', 500, 257)])).toBe(false);
  expect(onlySizesChanged(before, [...before, card('y', 400, 80)])).toBe(false);
  expect(onlySizesChanged(before, [card('fc1', 0, 140)])).toBe(false);
});
