import { expect, test } from 'vitest';
import { panPerFrame } from '../../../app/canvas/pan-per-frame.ts';
import { sideways } from '../../../app/canvas/react-flow-view.ts';

const sheet = { width: 816, height: 447 };
const middle = { x: 400, y: 200 };

test('a wire over the ports of cards that are in sight leaves the sheet where it is', () => {
  expect(panPerFrame({ ...middle, x: sideways }, sheet)).toEqual({ x: 0, y: 0 });
  expect(panPerFrame({ ...middle, x: sheet.width - sideways }, sheet)).toEqual({ x: 0, y: 0 });
  expect(panPerFrame(middle, sheet)).toEqual({ x: 0, y: 0 });
});

test('at an edge and beyond it the sheet comes along, faster farther out', () => {
  const at = (x: number, y: number) => panPerFrame({ x, y }, sheet);
  expect(at(0, 200).x).toBeGreaterThan(0);
  expect(at(-20, 200).x).toBeGreaterThan(at(0, 200).x);
  expect(at(-500, 200).x).toBe(15);
  expect(at(816, 200).x).toBeLessThan(0);
  expect(at(400, 447).y).toBeLessThan(0);
  expect(at(400, 0).y).toBeGreaterThan(0);
});
