import { expect, test } from 'vitest';
import { preferred, WorkerChoice, type WorkerCount } from '../../../engine/train/worker-choice.ts';

/** Calls of 10 ms worth of updates for so many milliseconds, with what an update takes each of the two; gives who made them. */
function calls(
  choice: WorkerChoice,
  time: number,
  ofUpdate: (workers: WorkerCount, call: number) => number,
): readonly WorkerCount[] {
  const made: WorkerCount[] = [];
  for (let passed = 0; passed < time; ) {
    const { next } = choice;
    const milliseconds = 10 * ofUpdate(next, made.length);
    choice.took(10, milliseconds);
    made.push(next);
    passed += milliseconds;
  }
  return made;
}

const share = (made: readonly WorkerCount[], workers: WorkerCount): number =>
  made.filter((one) => one === workers).length / made.length;

const steady = (ofOne: number, ofTwo: number) => (workers: WorkerCount) => (workers === 1 ? ofOne : ofTwo);

test.each([
  [1, [10, 10, 10, 10], [9, 9, 9, 9], 1],
  [1, [10, 10, 10, 10], [8, 8, 8, 8], 2],
  [2, [10, 10, 10, 10], [9, 9, 9, 9], 2],
  [2, [10, 10, 10, 10], [9.9, 9.9, 9.9, 9.9], 1],
  // One outlier decides nothing.
  [1, [10, 10, 10, 10], [6, 900, 6, 6], 2],
  [2, [10, 10, 900, 10], [12, 12, 12, 12], 1],
] as const)('from %i, with %j and %j ms: %i', (chosen, ofOne, ofTwo, expected) => {
  expect(preferred(chosen, ofOne, ofTwo)).toBe(expected);
});

test('tries both, as often as each other, then takes the faster', () => {
  const choice = new WorkerChoice();
  const made = calls(choice, 80, steady(1, 1));
  expect([share(made, 1), share(made, 2)]).toEqual([0.5, 0.5]);
  expect(choice.chosen).toBe(1);
  const two = new WorkerChoice();
  expect(two.chosen).toBeUndefined();
  expect(share(calls(two, 2000, steady(1, 0.6)), 2)).toBeGreaterThan(0.95);
  expect(two.chosen).toBe(2);
});

test('keeps looking at the other, which costs little even where that is four times slower', () => {
  const choice = new WorkerChoice();
  const made = calls(choice, 60_000, steady(1, 4));
  expect(choice.chosen).toBe(1);
  expect(share(made.slice(8), 2)).toBeGreaterThan(0);
  expect(share(made.slice(8), 2)).toBeLessThan(0.005);
});

test('changes over within a few seconds of the machine’s getting busy, and back', () => {
  const choice = new WorkerChoice();
  calls(choice, 5000, steady(1, 0.55));
  expect(choice.chosen).toBe(2);
  calls(choice, 4000, steady(2, 8));
  expect(choice.chosen).toBe(1);
  calls(choice, 4000, steady(1, 0.55));
  expect(choice.chosen).toBe(2);
});

test('stays where it is while they are much alike', () => {
  const choice = new WorkerChoice();
  const seen = new Set<WorkerCount | undefined>();
  calls(choice, 1000, steady(1, 0.6));
  for (let time = 0; time < 100; time += 1) {
    calls(choice, 1000, (workers, call) => (workers === 1 ? 1 : 0.9) * (1 + 0.03 * Math.sin(call)));
    seen.add(choice.chosen);
  }
  expect([...seen]).toEqual([2]);
});
