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

/** Population variance of a column with the correction of rounding that scikit-learn's `_incremental_mean_and_var` makes. */
function varianceOf(values: readonly number[], mean: number): number {
  const deviations = values.map((value) => value - mean);
  const correction = sum(deviations);
  const squares = sum(deviations.map((deviation) => deviation * deviation));
  return (squares - (correction * correction) / values.length) / values.length;
}

/** Whether a variance is but rounding: scikit-learn's `_is_constant_feature`. Such a column is divided by 1. */
const isConstant = (variance: number, mean: number, rows: number): boolean =>
  variance <= rows * Number.EPSILON * variance + (rows * mean * Number.EPSILON) ** 2;

/** scikit-learn's StandardScaler: (x − mean)/standard deviation, both of the given rows, dividing by their number. */
export function fitStandardScaler(rows: Rows): Scaler {
  const indices = Array.from({ length: columnsOf(rows) }, (_, index) => index);
  const means = indices.map((index) => sum(column(rows, index)) / rows.length);
  const variances = indices.map((index) => varianceOf(column(rows, index), means[index] as number));
  const scale = variances.map((variance, index) =>
    isConstant(variance, means[index] as number, rows.length) ? 1 : Math.sqrt(variance),
  );
  return { kind: 'standard', offset: means, scale };
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
  const scale = indices.map((index) => {
    const range = (largest[index] as number) - (smallest[index] as number);
    return range < 10 * Number.EPSILON ? 1 : range;
  });
  return { kind: 'minmax', offset: smallest, scale };
}

export const noScaler = (columns: number): Scaler => ({
  kind: 'none',
  offset: new Array<number>(columns).fill(0),
  scale: new Array<number>(columns).fill(1),
});

/** In the order of operations of scikit-learn's class, which decides the last bit. */
function scaled(kind: Scaler['kind'], value: number, offset: number, scale: number): number {
  if (kind !== 'minmax') return (value - offset) / scale;
  const factor = 1 / scale;
  return value * factor - offset * factor;
}

/** Rows with the offset taken off and divided by the scale, float64. */
export const transform = ({ kind, offset, scale }: Scaler, rows: Rows): Rows =>
  rows.map((row) =>
    row.map((value, index) => scaled(kind, value, offset[index] as number, scale[index] as number)),
  );
