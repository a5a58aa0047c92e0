import type { Dataset } from '../../../data/dataset.ts';
import { iris } from '../../../data/iris.ts';
import type { DataPart } from '../../../data/prepare.ts';
import { type Scaler, transform } from '../../../data/scaler.ts';
import { trainTestSplit } from '../../../data/split.ts';

/** Two calls of train_test_split, the second on what the first held out; sizes are shares or numbers of rows. */
export interface TwoStages {
  readonly test_size: readonly [number, number];
  readonly random_state: readonly [number, number];
  readonly stratify: boolean;
}

export interface ThreeParts {
  readonly train: readonly number[];
  readonly valid: readonly number[];
  readonly test: readonly number[];
}

/** Row numbers of each part, as scikit-learn gives them. Throws where the sizes make no split. */
export function splitTwice(
  { test_size, random_state, stratify }: TwoStages,
  { y }: Dataset = iris,
): ThreeParts {
  const classesOf = (rows: readonly number[]): readonly number[] => rows.map((row) => y[row] as number);
  const stage = (index: 0 | 1, rows: readonly number[]) => {
    const result = trainTestSplit(rows.length, {
      testSize: test_size[index],
      randomState: random_state[index],
      shuffle: true,
      ...(stratify ? { stratify: classesOf(rows) } : {}),
    });
    if (!result.ok) throw new Error(result.message);
    const at = (positions: readonly number[]) => positions.map((position) => rows[position] as number);
    return { train: at(result.split.train), test: at(result.split.test) };
  };
  const first = stage(
    0,
    y.map((_, row) => row),
  );
  const second = stage(1, first.test);
  return { train: first.train, valid: second.train, test: second.test };
}

export const rowsOf = (indices: readonly number[], { x }: Dataset = iris): readonly (readonly number[])[] =>
  indices.map((row) => x[row] as readonly number[]);

/** Rows as a session takes them: scaled, then rounded to float32. */
export function scaledPart(indices: readonly number[], scaler: Scaler, dataset: Dataset = iris): DataPart {
  return {
    rows: indices.length,
    x: Float64Array.from(transform(scaler, rowsOf(indices, dataset)).flat(), Math.fround),
    y: Float64Array.from(indices, (row) => dataset.y[row] as number),
    indices,
  };
}
