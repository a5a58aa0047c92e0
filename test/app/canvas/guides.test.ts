import { expect, test } from 'vitest';
import { snapToOthers } from '../../../app/canvas/guides.ts';

const box = (x: number, y: number, width = 100, height = 50) => ({ x, y, width, height });

test('comes to lie with the closest like edge or middle, and says along which line', () => {
  const { x, y, guides } = snapToOthers(box(203, 96), [box(0, 100), box(200, 300)], 6);
  expect([x, y]).toEqual([-3, 4]);
  expect(guides).toEqual([
    { direction: 'down', at: 200, from: 100, to: 350 },
    { direction: 'across', at: 100, from: 0, to: 300 },
  ]);
});

test('middles of cards of different sizes', () => {
  expect(snapToOthers(box(500, 72), [box(0, 0, 100, 200)], 6)).toMatchObject({ x: 0, y: 3 });
});

test('nothing in reach moves nothing', () => {
  expect(snapToOthers(box(500, 500), [box(0, 0)], 6)).toEqual({ x: 0, y: 0, guides: [] });
  expect(snapToOthers(box(0, 0), [], 6)).toEqual({ x: 0, y: 0, guides: [] });
});
