import { expect, test } from 'vitest';
import { beginPad, drawAgain, takeBack, withMore, withStep } from '../../../app/data/pad-history.ts';
import { emptyPad, type Pad, stroke } from '../../../app/data/pad-ink.ts';

const inkOf = ({ dots }: Pad): number => dots.reduce((sum, dot) => sum + dot, 0);

test('a stroke is taken back whole and drawn again; a new one forgets what was taken back', () => {
  const empty = beginPad(emptyPad(8, 8));
  const begun = withStep(empty, stroke(empty.now, { x: 4, y: 4 }, { x: 4, y: 4 }));
  const drawn = withMore(begun, stroke(begun.now, { x: 4, y: 4 }, { x: 4, y: 24 }));
  expect(inkOf(drawn.now)).toBeGreaterThan(inkOf(begun.now));
  const back = takeBack(drawn);
  expect(inkOf(back.now)).toBe(0);
  expect(drawAgain(back)).toEqual(drawn);
  expect(takeBack(back)).toBe(back);
  const other = withStep(back, stroke(back.now, { x: 9, y: 9 }, { x: 9, y: 9 }));
  expect(drawAgain(other)).toBe(other);
});
