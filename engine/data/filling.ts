/** Columns that are filled together: one of numbers, or the zeros and ones of a category. */
export interface ColumnGroup {
  readonly start: number;
  readonly width: number;
  readonly kind: 'number' | 'category';
}

/** How missing features, NaN in the rows, are filled; of categories always with the most frequent one. */
export interface Filling {
  readonly by: 'mean' | 'median' | 'most-frequent';
  readonly groups: readonly ColumnGroup[];
}

type Rows = readonly (readonly number[])[];

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** The smallest of those that occur most often, as scikit-learn's SimpleImputer takes it. */
function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return Math.min(...[...counts].flatMap(([value, times]) => (times === most ? [value] : [])));
}

function fillOf(by: Filling['by'], values: readonly number[]): number {
  // Like scikit-learn's keep_empty_features: a column that the training part knows nothing of says nothing.
  if (values.length === 0) return 0;
  if (by === 'median') return median(values);
  if (by === 'most-frequent') return mostFrequent(values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What fills each column, from the rows of the training part: scikit-learn's SimpleImputer. */
export function fitFilling({ by, groups }: Filling, training: Rows): readonly number[] {
  return groups.flatMap(({ start, width, kind }) => {
    const columns = Array.from({ length: width }, (_, offset) =>
      training.map((row) => row[start + offset] as number).filter((value) => !Number.isNaN(value)),
    );
    if (kind === 'number') return columns.map((values) => fillOf(by, values));
    const sums = columns.map((ones) => ones.reduce((sum, one) => sum + one, 0));
    const first = sums.indexOf(Math.max(...sums));
    return sums.map((_, index) => (index === first ? 1 : 0));
  });
}

/** Rows with their missing features filled. */
export const fill = (rows: Rows, values: readonly number[]): Rows =>
  rows.map((row) =>
    row.some(Number.isNaN)
      ? row.map((value, column) => (Number.isNaN(value) ? (values[column] as number) : value))
      : row,
  );
