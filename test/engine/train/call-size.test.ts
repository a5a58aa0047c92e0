import { expect, test } from 'vitest';
import { CallSize } from '../../../engine/train/call-size.ts';

/** Sizes of calls within 10 ms, where updates take `time` ms each. */
function sizes(size: CallSize, time: number, calls: number): readonly number[] {
  return Array.from({ length: calls }, () => {
    const count = size.within(10);
    size.took(count, count * time);
    return count;
  });
}

test('begins with one update and grows by no more than four times, until a call fills its time', () => {
  expect(sizes(new CallSize(), 0.001, 9)).toEqual([1, 4, 16, 64, 256, 1024, 4096, 10_000, 10_000]);
});

test('an update longer than the time is a call of its own', () => {
  expect(sizes(new CallSize(), 50, 4)).toEqual([1, 1, 1, 1]);
});

test('a clock too coarse to see a call, and a first call that also compiled, are got over', () => {
  const coarse = new CallSize();
  expect(sizes(coarse, 0, 4)).toEqual([1, 4, 16, 64]);
  const compiled = new CallSize();
  compiled.within(10);
  compiled.took(1, 40);
  expect(sizes(compiled, 0.01, 12).at(-1)).toBeGreaterThan(900);
});

test('follows where updates become slower', () => {
  const size = new CallSize();
  sizes(size, 0.01, 10);
  expect(sizes(size, 1, 8).at(-1)).toBeLessThan(20);
});
