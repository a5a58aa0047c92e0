/** What a scaler takes off each column, and what it divides by. */
export interface Scaler {
  readonly kind: 'none' | 'standard' | 'minmax';
  readonly offset: readonly number[];
  readonly scale: readonly number[];
}

type Rows = readonly (readonly number[])[];

const columnsOf = (rows: Rows): number => rows[0]?.length ?? 0;

const column = (rows: Rows, index: number): readonly number[] => rows.map((row) => row[index] as number);

/** Row after row, as NumPy sums along the first axis. */
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Zero spread would divide by 0; scikit-learn divides by 1 instead. */
const orOne = (scale: number): number => (scale === 0 ? 1 : scale);

/** Population variance of a column with the correction of rounding that scikit-learn's `_incremental_mean_and_var` makes. */
function varianceOf(values: readonly number[], mean: number): number {
  const deviations = values.map((value) => value - mean);
  const correction = sum(deviations);
  const squares = sum(deviations.map((deviation) => deviation * deviation));
  return (squares - (correction * correction) / values.length) / values.length;
}

/** scikit-learn's StandardScaler: (x − mean)/standard deviation, both of the given rows, dividing by their number. */
export function fitStandardScaler(rows: Rows): Scaler {
  const indices = Array.from({ length: columnsOf(rows) }, (_, index) => index);
  const means = indices.map((index) => sum(column(rows, index)) / rows.length);
  const variances = indices.map((index) => varianceOf(column(rows, index), means[index] as number));
  return { kind: 'standard', offset: means, scale: variances.map((variance) => orOne(Math.sqrt(variance))) };
}

/** scikit-learn's MinMaxScaler: from the smallest to the largest of the given rows onto 0 to 1. */
export function fitMinMaxScaler(rows: Rows): Scaler {
  const indices = Array.from({ length: columnsOf(rows) }, (_, index) => index);
  const smallest = indices.map((index) =>
    column(rows, index).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  );
  const largest = indices.map((index) =>
    column(rows, index).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  );
  const scale = indices.map((index) => orOne((largest[index] as number) - (smallest[index] as number)));
  return { kind: 'minmax', offset: smallest, scale };
}

export const noScaler = (columns: number): Scaler => ({
  kind: 'none',
  offset: new Array<number>(columns).fill(0),
  scale: new Array<number>(columns).fill(1),
});

/** Rows with the offset taken off and divided by the scale, float64. */
export const transform = (scaler: Scaler, rows: Rows): Rows =>
  rows.map((row) =>
    row.map((value, index) => (value - (scaler.offset[index] as number)) / (scaler.scale[index] as number)),
  );
