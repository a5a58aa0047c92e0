import { readFileSync } from 'node:fs';
import type { SplitsFixture } from '../../../engine/cli/oracle/iris/splits.ts';

/** Text of a file, by its path from this folder. */
export const readText = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

interface Numbers {
  readonly data: readonly number[];
}

type PartArrays = Readonly<
  Record<'X_train' | 'X_valid' | 'X_test' | 'Y_train' | 'Y_valid' | 'Y_test', Numbers>
>;

export interface ScaledFile {
  readonly splits: readonly (PartArrays & {
    readonly random_state: readonly [number, number];
    readonly mean: Numbers;
    readonly scale: Numbers;
    readonly min: Numbers;
    readonly max: Numbers;
    readonly X_train_float64_first_3: Numbers;
    readonly X_train_minmax_first_3: Numbers;
  })[];
}

type Matrix = readonly (readonly number[])[];

/** Written by scikit-learn.py. */
export interface ScikitLearnFile {
  readonly generated: readonly {
    readonly name: string;
    readonly samples: number;
    readonly noise: number;
    readonly seed: number;
    readonly x: Matrix;
    readonly y: readonly number[];
  }[];
  readonly splits: readonly {
    readonly labels: readonly number[];
    readonly test_size: number;
    readonly train_size: number | null;
    readonly seed: number;
    readonly train: readonly number[];
    readonly test: readonly number[];
  }[];
  readonly scalers: {
    readonly rows: Matrix;
    readonly standard: { readonly mean: readonly number[]; readonly scale: readonly number[] };
    readonly standard_rows: Matrix;
    readonly minmax: { readonly min: readonly number[]; readonly range: readonly number[] };
    readonly minmax_rows: Matrix;
  };
}

export const splitsFile: SplitsFixture = JSON.parse(readText('../../oracle/iris/splits.json'));
export const scaledFile: ScaledFile = JSON.parse(readText('../../oracle/iris/scaled.json'));
export const scikitLearn: ScikitLearnFile = JSON.parse(readText('./scikit-learn.json'));
