import { expect, test, vi } from 'vitest';
import { oncePer } from '../../../engine/graph/once-per.ts';

test('an object is worked on once, another one anew, also where nothing comes of it', () => {
  const work = vi.fn((list: readonly number[]) => list[0]);
  const first = oncePer(work);
  const [one, none] = [[7, 8], []];
  expect([first(one), first(one), first([9]), first(none), first(none)]).toEqual([
    7,
    7,
    9,
    undefined,
    undefined,
  ]);
  expect(work).toHaveBeenCalledTimes(3);
});
