import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { iris } from '../../../engine/data/iris.ts';
import { fitMinMaxScaler, fitStandardScaler, noScaler, transform } from '../../../engine/data/scaler.ts';
import { scaledFile, scikitLearn, splitsFile } from './fixtures.ts';

/** Rows of the training part of the fixture's split with these random states, recognised by its classes. */
function trainingRows({ random_state, Y_train }: (typeof scaledFile.splits)[number]) {
  const found = splitsFile.iris.find(
    (split) =>
      split.random_state.join() === random_state.join() &&
      split.train.map((row) => iris.y[row]).join() === Y_train.data.join(),
  );
  if (found === undefined) throw new Error('the fixture scales a split that it does not list');
  return found.train.map((row) => iris.x[row] as readonly number[]);
}

describe("scikit-learn's scalers on Iris", () => {
  test.each(scaledFile.splits)('random_state $random_state', (expected) => {
    const rows = trainingRows(expected);
    const standard = fitStandardScaler(rows);
    expect(standard.offset).toEqual(expected.mean.data);
    expect(standard.scale).toEqual(expected.scale.data);
    expect(transform(standard, rows.slice(0, 3)).flat()).toEqual(expected.X_train_float64_first_3.data);
    const minmax = fitMinMaxScaler(rows);
    expect(minmax.offset).toEqual(expected.min.data);
    expect(transform(minmax, rows.slice(0, 3)).flat()).toEqual(expected.X_train_minmax_first_3.data);
  });
});

describe("scikit-learn's scalers on columns that hardly vary", () => {
  const { rows, standard, standard_rows, minmax, minmax_rows } = scikitLearn.scalers;

  test('StandardScaler', () => {
    const scaler = fitStandardScaler(rows);
    expect(scaler.offset).toEqual(standard.mean);
    expect(scaler.scale).toEqual(standard.scale);
    expect(transform(scaler, rows)).toEqual(standard_rows);
  });

  test('MinMaxScaler', () => {
    const scaler = fitMinMaxScaler(rows);
    expect(scaler.offset).toEqual(minmax.min);
    expect(scaler.scale).toEqual(minmax.range.map((range) => (range === 0 ? 1 : range)));
    expect(transform(scaler, rows)).toEqual(minmax_rows);
  });
});

describe('every scaler', () => {
  const matrix = fc.array(
    fc.tuple(
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    ),
    { minLength: 2, maxLength: 30 },
  );
  const columns = (rows: readonly (readonly number[])[]) =>
    [0, 1].map((at) => rows.map((row) => row[at] as number));

  test('standard: mean 0, and variance 1 or 0', () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const scaler = fitStandardScaler(rows);
        columns(transform(scaler, rows)).forEach((column, at) => {
          // Spreads far below the mean's rounding cannot be scaled to 1 exactly.
          fc.pre((scaler.scale[at] as number) > 1e-6);
          const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
          const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
          expect(Math.abs(mean)).toBeLessThan(1e-6);
          expect(Math.min(Math.abs(variance - 1), variance)).toBeLessThan(1e-6);
        });
      }),
    );
  });

  test('minmax: from 0 to 1', () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const scaler = fitMinMaxScaler(rows);
        columns(transform(scaler, rows)).forEach((column, at) => {
          fc.pre((scaler.scale[at] as number) > 1e-6);
          const rounding = 1e-9 / (scaler.scale[at] as number) + 1e-12;
          expect(Math.min(...column)).toBeGreaterThan(-rounding);
          expect(Math.max(...column)).toBeLessThan(1 + rounding);
        });
      }),
    );
  });

  test('none: as they are', () => {
    expect(transform(noScaler(2), [[1.5, -2]])).toEqual([[1.5, -2]]);
  });
});
