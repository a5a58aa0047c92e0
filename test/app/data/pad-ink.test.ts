import { expect, test } from 'vitest';
import { emptyPad, pointsOf, stroke } from '../../../app/data/pad-ink.ts';

test('a stroke inks the points it crosses and no others, up to full ink', () => {
  const drawn = pointsOf(stroke(emptyPad(8, 8), { x: 16, y: 4 }, { x: 16, y: 28 }), 16);
  expect(drawn).toHaveLength(64);
  const rows = Array.from({ length: 8 }, (_, row) => drawn.slice(row * 8, row * 8 + 8));
  expect(rows[4]).toEqual([0, 0, 0, 12, 16, 0, 0, 0]);
  expect(rows.every((row) => row.slice(0, 3).every((point) => point === 0))).toBe(true);
});

test('beyond the edge there is no ink, and the pad before stays as it was', () => {
  const pad = emptyPad(8, 8);
  expect(Math.max(...pointsOf(stroke(pad, { x: -9, y: -9 }, { x: -5, y: -9 }), 16))).toBe(0);
  stroke(pad, { x: 4, y: 4 }, { x: 9, y: 9 });
  expect(Math.max(...pointsOf(pad, 16))).toBe(0);
});
