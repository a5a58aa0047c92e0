import { NumpyGenerator } from '../random/numpy-generator.ts';
import type { Split } from './split.ts';

export interface FoldOptions {
  readonly folds: number;
  readonly shuffle: boolean;
  readonly randomState: number;
  /** The class of each row; every fold keeps the shares of the classes. */
  readonly stratify?: readonly number[];
}

export type FoldsResult =
  | { readonly ok: true; readonly folds: readonly Split[] }
  | { readonly ok: false; readonly message: string };

/** Sizes of `folds` parts of n rows: the first n mod folds have one more. */
const sizesOf = (n: number, folds: number): readonly number[] =>
  Array.from({ length: folds }, (_, fold) => Math.floor(n / folds) + (fold < n % folds ? 1 : 0));

/** scikit-learn's KFold: consecutive runs of the rows, shuffled once before. */
function plainFolds(n: number, { folds, shuffle, randomState }: FoldOptions): Int32Array {
  const rows = Array.from({ length: n }, (_, row) => row);
  const order = shuffle ? new NumpyGenerator(randomState).shuffled(rows) : rows;
  const foldOf = new Int32Array(n);
  let start = 0;
  sizesOf(n, folds).forEach((size, fold) => {
    for (const row of order.slice(start, start + size)) foldOf[row] = fold;
    start += size;
  });
  return foldOf;
}

/**
 * scikit-learn's StratifiedKFold: the sorted labels are dealt out to the folds one by one, which says how many of each
 * class a fold gets; each class's rows are then given to the folds in that number, shuffled within the class.
 */
function stratifiedFolds(
  labels: readonly number[],
  { folds, shuffle, randomState }: FoldOptions,
): Int32Array {
  // Classes are numbered by where they first occur, as StratifiedKFold encodes them.
  const classes = [...new Set(labels)];
  const encoded = labels.map((label) => classes.indexOf(label));
  const sorted = encoded.toSorted((a, b) => a - b);
  const generator = new NumpyGenerator(randomState);
  const foldOf = new Int32Array(labels.length);
  for (let index = 0; index < classes.length; index += 1) {
    const share = Array.from(
      { length: folds },
      (_, fold) => sorted.filter((label, at) => at % folds === fold && label === index).length,
    );
    const dealt = share.flatMap((count, fold) => new Array<number>(count).fill(fold));
    const order = shuffle ? generator.shuffled(dealt) : dealt;
    let next = 0;
    encoded.forEach((label, row) => {
      if (label === index) foldOf[row] = order[next++] as number;
    });
  }
  return foldOf;
}

/**
 * The rows of `KFold(folds, shuffle, random_state).split(range(n))`, or with classes of `StratifiedKFold`: in every
 * fold `test` is what is held out and `train` the rest, both ascending. Source: sklearn/model_selection/_split.py.
 */
export function foldRows(n: number, options: FoldOptions): FoldsResult {
  const { folds, stratify } = options;
  if (!Number.isInteger(folds) || folds < 2) {
    return { ok: false, message: `Cross validation needs 2 folds or more; found ${folds}.` };
  }
  if (folds > n) {
    return { ok: false, message: `${folds} folds need at least as many rows; found ${n}. Take fewer folds.` };
  }
  if (stratify !== undefined) {
    const largest = Math.max(
      ...[...new Set(stratify)].map((label) => stratify.filter((other) => other === label).length),
    );
    if (folds > largest) {
      return {
        ok: false,
        message: `${folds} stratified folds need a class of at least as many rows; the largest has ${largest}.`,
      };
    }
  }
  const foldOf = stratify === undefined ? plainFolds(n, options) : stratifiedFolds(stratify, options);
  const rowsWhere = (isWanted: (fold: number) => boolean): readonly number[] =>
    Array.from({ length: n }, (_, row) => row).filter((row) => isWanted(foldOf[row] as number));
  return {
    ok: true,
    folds: Array.from({ length: folds }, (_, fold) => ({
      train: rowsWhere((other) => other !== fold),
      test: rowsWhere((other) => other === fold),
    })),
  };
}
