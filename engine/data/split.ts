import { NumpyGenerator } from '../random/numpy-generator.ts';

export interface SplitOptions {
  /** A share between 0 and 1, or a number of rows. One of the two sizes may be left out. */
  readonly testSize?: number;
  readonly trainSize?: number;
  readonly randomState: number;
  readonly shuffle: boolean;
  /** The class of each row; the shares of the classes are kept in both parts. */
  readonly stratify?: readonly number[];
}

export interface Split {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

export type SplitResult =
  | { readonly ok: true; readonly split: Split }
  | { readonly ok: false; readonly message: string };

const isShare = (size: number): boolean => size > 0 && size < 1;

/** Rows of each part: a test share is rounded up, a train share down (sklearn's _validate_shuffle_split). */
function sizesOf(n: number, { testSize, trainSize }: SplitOptions): { train: number; test: number } {
  const wantedTest =
    testSize === undefined ? undefined : isShare(testSize) ? Math.ceil(testSize * n) : testSize;
  const wantedTrain =
    trainSize === undefined ? undefined : isShare(trainSize) ? Math.floor(trainSize * n) : trainSize;
  if (wantedTest === undefined && wantedTrain === undefined) {
    const test = Math.ceil(0.25 * n);
    return { train: n - test, test };
  }
  const test = wantedTest ?? n - (wantedTrain as number);
  return { train: wantedTrain ?? n - test, test };
}

/** How many of `draws` fall on each class: floors of the exact shares, then the largest remainders, ties by lot. */
function approximateMode(
  counts: readonly number[],
  draws: number,
  generator: NumpyGenerator,
): readonly number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (count / total) * draws);
  const floored = exact.map(Math.floor);
  let needed = Math.trunc(draws - floored.reduce((sum, count) => sum + count, 0));
  if (needed <= 0) return floored;
  const remainders = exact.map((share, index) => share - (floored[index] as number));
  const result = [...floored];
  for (const value of [...new Set(remainders)].sort((a, b) => b - a)) {
    const tied = remainders.flatMap((remainder, index) => (remainder === value ? [index] : []));
    const add = Math.min(tied.length, needed);
    for (const index of generator.shuffled(tied).slice(0, add)) result[index] = (result[index] as number) + 1;
    needed -= add;
    if (needed === 0) break;
  }
  return result;
}

/** sklearn's StratifiedShuffleSplit: each class is permuted and dealt out, then both parts are permuted. */
function stratified(
  labels: readonly number[],
  train: number,
  test: number,
  randomState: number,
): SplitResult {
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  const members = classes.map((label) => labels.flatMap((other, row) => (other === label ? [row] : [])));
  const smallest = Math.min(...members.map((rows) => rows.length));
  if (smallest < 2) {
    return {
      ok: false,
      message: 'A stratified split needs at least 2 rows of every class; one class has only 1.',
    };
  }
  if (train < classes.length || test < classes.length) {
    return {
      ok: false,
      message: `A stratified split of ${classes.length} classes needs at least that many rows in each part; found ${train} and ${test}.`,
    };
  }
  const generator = new NumpyGenerator(randomState);
  const counts = members.map((rows) => rows.length);
  const toTrain = approximateMode(counts, train, generator);
  const left = counts.map((count, index) => count - (toTrain[index] as number));
  const toTest = approximateMode(left, test, generator);
  const parts: { train: number[]; test: number[] } = { train: [], test: [] };
  members.forEach((rows, index) => {
    const permuted = generator.permutation(rows.length).map((position) => rows[position] as number);
    const cut = toTrain[index] as number;
    parts.train.push(...permuted.slice(0, cut));
    parts.test.push(...permuted.slice(cut, cut + (toTest[index] as number)));
  });
  return {
    ok: true,
    split: { train: generator.shuffled(parts.train), test: generator.shuffled(parts.test) },
  };
}

/**
 * scikit-learn's `train_test_split(range(n), …)`, to the row. Without `shuffle` the train part is the head and the test
 * part the tail.
 */
export function trainTestSplit(n: number, options: SplitOptions): SplitResult {
  const { train, test } = sizesOf(n, options);
  if (!Number.isInteger(train) || !Number.isInteger(test)) {
    return {
      ok: false,
      message: `The size of a part must be a share between 0 and 1 or a whole number of rows, not ${Number.isInteger(test) ? options.trainSize : options.testSize}.`,
    };
  }
  if (train < 1 || test < 1 || train + test > n) {
    return {
      ok: false,
      message: `A split of ${n} ${n === 1 ? 'row' : 'rows'} needs at least one row in each part; these sizes give ${train} and ${test}.`,
    };
  }
  if (options.stratify !== undefined && !options.shuffle) {
    return { ok: false, message: 'A stratified split draws its rows at random, so it needs shuffle.' };
  }
  if (options.stratify !== undefined) {
    return stratified(options.stratify, train, test, options.randomState);
  }
  const rows = Array.from({ length: n }, (_, row) => row);
  if (!options.shuffle) {
    return { ok: true, split: { train: rows.slice(0, train), test: rows.slice(train, train + test) } };
  }
  const permutation = new NumpyGenerator(options.randomState).permutation(n);
  return {
    ok: true,
    split: { test: permutation.slice(0, test), train: permutation.slice(test, test + train) },
  };
}
