import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { foldRows } from '../../../engine/data/folds.ts';

interface FoldCase {
  readonly n: number;
  readonly folds: number;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly labels?: readonly number[];
  readonly test: readonly (readonly number[])[];
}

const { cases }: { readonly cases: readonly FoldCase[] } = JSON.parse(
  readFileSync(new URL('./scikit-learn-folds.json', import.meta.url), 'utf8'),
);

test(`KFold and StratifiedKFold give scikit-learn’s rows (${cases.length} cases)`, () => {
  expect(cases.length).toBe(300);
  for (const { n, folds, shuffle, seed, labels, test: held } of cases) {
    const options = {
      folds,
      shuffle,
      randomState: seed,
      ...(labels === undefined ? {} : { stratify: labels }),
    };
    const result = foldRows(n, options);
    if (!result.ok) throw new Error(result.message);
    expect(result.folds.map((fold) => fold.test)).toEqual(held);
    for (const fold of result.folds) {
      expect([...fold.train, ...fold.test].sort((a, b) => a - b)).toEqual([...new Array(n).keys()]);
    }
  }
});

describe('folds that cannot be', () => {
  const options = { shuffle: false, randomState: 0 };
  test.each([
    [{ ...options, folds: 1 }, '2 folds or more; found 1'],
    [{ ...options, folds: 9 }, '9 folds need at least as many rows; found 4'],
    [{ ...options, folds: 3, stratify: [0, 0, 1, 1] }, 'the largest has 2'],
  ])('%o', (given, message) => {
    const result = foldRows(4, given);
    expect(result.ok ? '' : result.message).toContain(message);
  });
});
