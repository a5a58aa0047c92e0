import { describe, expect, it } from 'vitest';
import { Slices, sliceTime } from '../../../app/worker/slices.ts';

/** Slices on a clock that the test moves, with what they waited for: undefined is no time at all. */
function onClock() {
  const waits: (number | undefined)[] = [];
  let [time, due, done] = [0, () => {}, 0];
  const slices = new Slices(
    {
      soon: (callback) => {
        waits.push(undefined);
        due = callback;
      },
      later: (callback, wait) => {
        waits.push(wait);
        due = callback;
      },
      now: () => time,
    },
    () => {
      done += 1;
    },
  );
  return {
    slices,
    waits,
    done: () => done,
    run: () => due(),
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

describe('slices of the worker', () => {
  it('come at once, one at a time', () => {
    const { slices, waits, run, done } = onClock();
    slices.awaitNext();
    slices.awaitNext();
    expect(waits).toEqual([undefined]);
    run();
    expect(done()).toBe(1);
    slices.awaitNext();
    expect(waits).toEqual([undefined, undefined]);
  });

  it('rest for longer than they compute for a moment after they were asked to give way', () => {
    const { slices, waits, run, pass } = onClock();
    slices.giveWay();
    slices.awaitNext();
    expect(waits[0]).toBeGreaterThan(sliceTime);
    run();
    pass(1000);
    slices.awaitNext();
    expect(waits[1]).toBeUndefined();
  });
});
