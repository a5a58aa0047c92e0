import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { iris } from '../../../engine/data/iris.ts';
import { type Split, type SplitOptions, trainTestSplit } from '../../../engine/data/split.ts';
import { scikitLearn, splitsFile } from './fixtures.ts';

function split(n: number, options: SplitOptions): Split {
  const result = trainTestSplit(n, options);
  if (!result.ok) throw new Error(result.message);
  return result.split;
}

/** The message with which a split is refused. */
function refusal(n: number, options: Partial<SplitOptions>): string {
  const result = trainTestSplit(n, { randomState: 0, shuffle: true, ...options });
  return result.ok ? 'not refused' : result.message;
}

describe("scikit-learn's train_test_split", () => {
  test.each(splitsFile.plain)(
    '$n rows, test_size $test_size, train_size $train_size, random_state $random_state',
    ({ n, test_size, train_size, random_state, shuffle, train, test: held }) => {
      const found = split(n, {
        ...(test_size === null ? {} : { testSize: test_size }),
        ...(train_size === null ? {} : { trainSize: train_size }),
        randomState: random_state ?? 0,
        shuffle,
      });
      expect(found).toEqual({ train, test: held });
    },
  );

  test.each(splitsFile.iris)(
    'Iris twice, test_size $test_size, random_state $random_state, stratify $stratify',
    ({ test_size, random_state, stratify, train, valid, test: held }) => {
      const stage = (rows: readonly number[], index: 0 | 1) => {
        const found = split(rows.length, {
          testSize: test_size[index],
          randomState: random_state[index],
          shuffle: true,
          ...(stratify ? { stratify: rows.map((row) => iris.y[row] as number) } : {}),
        });
        return { train: found.train.map((at) => rows[at]), test: found.test.map((at) => rows[at] as number) };
      };
      const first = stage(
        iris.y.map((_, row) => row),
        0,
      );
      expect(first.train).toEqual(train);
      expect(stage(first.test, 1)).toEqual({ train: valid, test: held });
    },
  );

  test.each(scikitLearn.splits)(
    'stratified with ties and small classes, random_state $seed',
    ({ labels, test_size, train_size, seed, train, test: held }) => {
      const found = split(labels.length, {
        testSize: test_size,
        ...(train_size === null ? {} : { trainSize: train_size }),
        randomState: seed,
        shuffle: true,
        stratify: labels,
      });
      expect(found).toEqual({ train, test: held });
    },
  );
});

describe('every split', () => {
  const share = fc.double({ min: 0.05, max: 0.9, noNaN: true });

  test('puts every row into exactly one part, sized as the share says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 200 }),
        share,
        fc.nat(1000),
        fc.boolean(),
        (n, testSize, seed, shuffle) => {
          const { train, test: held } = split(n, { testSize, randomState: seed, shuffle });
          expect(held).toHaveLength(Math.ceil(testSize * n));
          expect([...train, ...held].sort((a, b) => a - b)).toEqual(
            Array.from({ length: n }, (_, row) => row),
          );
        },
      ),
    );
  });

  test('keeps the shares of the classes to within one row when stratified', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 5, max: 30 }), { minLength: 2, maxLength: 4 }),
        fc.double({ min: 0.3, max: 0.7, noNaN: true }),
        fc.nat(1000),
        (counts, testSize, randomState) => {
          const stratify = counts.flatMap((count, label) => new Array<number>(count).fill(label));
          const { train, test: held } = split(stratify.length, {
            testSize,
            randomState,
            shuffle: true,
            stratify,
          });
          expect(new Set([...train, ...held]).size).toBe(stratify.length);
          counts.forEach((count, label) => {
            const kept = train.filter((row) => stratify[row] === label).length;
            expect(Math.abs(kept - (count * train.length) / stratify.length)).toBeLessThan(1);
          });
        },
      ),
    );
  });
});

describe('refuses in words', () => {
  test.each([
    [
      'a part without rows',
      3,
      { testSize: 3 },
      'A split of 3 rows needs at least one row in each part; these sizes give 0 and 3.',
    ],
    [
      'more rows than there are',
      5,
      { testSize: 3, trainSize: 3 },
      'A split of 5 rows needs at least one row in each part; these sizes give 3 and 3.',
    ],
    [
      'a broken number of rows',
      5,
      { testSize: 1.5 },
      'The size of a part must be a share between 0 and 1 or a whole number of rows, not 1.5.',
    ],
    [
      'no number',
      5,
      { testSize: 2, trainSize: Number.NaN },
      'The size of a part must be a share between 0 and 1 or a whole number of rows, not NaN.',
    ],
    [
      'a class of one row',
      4,
      { testSize: 0.5, stratify: [0, 0, 0, 1] },
      'A stratified split needs at least 2 rows of every class; one class has only 1.',
    ],
    [
      'a part smaller than the classes',
      6,
      { testSize: 2, stratify: [0, 0, 1, 1, 2, 2] },
      'A stratified split of 3 classes needs at least that many rows in each part; found 4 and 2.',
    ],
    [
      'to stratify in order',
      4,
      { shuffle: false, stratify: [0, 0, 1, 1] },
      'A stratified split draws its rows at random, so it needs shuffle.',
    ],
  ] as const)('%s', (_, n, options, message) => {
    expect(refusal(n, options)).toBe(message);
  });
});
