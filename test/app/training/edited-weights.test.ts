import { expect, test } from 'vitest';
import { type EditedWeight, takenBack } from '../../../app/training/edited-weights.ts';
import { encodeTensor } from '../../../engine/graph/weights.ts';

const tensorOf = (value: number) => ({ shape: [1], data: Float64Array.from([value]) });
const storedOf = (value: number) => encodeTensor([1], [value]);

const [key, run] = ['fc1/bias', 3];
/** Trained to 0.25, changed by hand to 1 and then to 2, at the same step. */
const edits: readonly EditedWeight[] = [
  {
    key,
    run,
    step: 7,
    before: { tensor: tensorOf(0.25), stored: undefined },
    after: { tensor: tensorOf(1), stored: storedOf(1) },
  },
  {
    key,
    run,
    step: 7,
    before: { tensor: tensorOf(1), stored: storedOf(1) },
    after: { tensor: tensorOf(2), stored: storedOf(2) },
  },
];
const kept = (value: number | undefined) =>
  value === undefined ? {} : { weights: { [key]: storedOf(value) } };
const taken = (from: number | undefined, to: number | undefined, step = 7) =>
  takenBack(edits, kept(from), kept(to), { run, step })?.map(({ tensor }) => tensor.data[0]);

test('undo and redo of a weight that was changed by hand lead to what the session had', () => {
  expect(taken(2, 1)).toEqual([1]);
  expect(taken(1, undefined)).toEqual([0.25]);
  expect(taken(undefined, 1)).toEqual([1]);
  expect(taken(1, 2)).toEqual([2]);
  expect(taken(1, 1)).toEqual([]);
});

test('a session that went on from the edit, or another one, does not follow', () => {
  expect(taken(1, undefined, 8)).toBeUndefined();
  expect(takenBack(edits, kept(1), kept(undefined), { run: 4, step: 7 })).toBeUndefined();
  expect(taken(1, 5)).toBeUndefined();
});
