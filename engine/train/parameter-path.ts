import type { Checkpoint } from './checkpoint.ts';
import { evenly } from './evenly.ts';

/** Elements of a parameter that are followed one by one. */
const mostElements = 12;
/** Steps whose components are found, and the multiplications they may cost. */
const mostPoints = 64;
const leastPoints = 8;
const mostProducts = 2e7;

/** Some elements of a parameter at the kept steps of a run, by their place in the parameter, row by row. */
export interface ElementPaths {
  readonly steps: readonly number[];
  readonly elements: readonly { readonly index: number; readonly values: readonly number[] }[];
}

/** How the numbers of a parameter went over the kept steps of a run. */
export interface ParameterPath extends ElementPaths {
  /** How many numbers it has; `elements` are all where there are few, else those that moved over the widest range. */
  readonly size: number;
  /** Undefined where it has fewer than three numbers, or did not move. */
  readonly plane: PathPlane | undefined;
  /** The same elements in the run that this one branched off. */
  readonly former: ElementPaths | undefined;
}

interface PathPoint {
  readonly step: number;
  readonly x: number;
  readonly y: number;
}

/** The path seen along the two directions in which it varies most, and that of the former run in the same plane. */
export interface PathPlane {
  readonly points: readonly PathPoint[];
  readonly former: readonly PathPoint[];
  /** Of the variance, 0 to 1, that lies along each direction. */
  readonly explained: readonly [number, number];
}

type Data = Float32Array | Float64Array;

interface Row {
  readonly step: number;
  readonly data: Data;
}

/** All elements where there are few, else those that moved over the widest range, and one that is wanted. */
function chosenElements(rows: readonly Row[], size: number, wanted: number | undefined): readonly number[] {
  const low = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  for (const { data } of rows) {
    data.forEach((value, index) => {
      if (value < (low[index] as number)) low[index] = value;
      if (value > (high[index] as number)) high[index] = value;
    });
  }
  const range = (index: number): number => (high[index] as number) - (low[index] as number);
  const isWanted = (index: number): number => (index === wanted ? 1 : 0);
  const all = Array.from({ length: size }, (_, index) => index);
  return size <= mostElements
    ? all
    : all
        .toSorted((one, other) => isWanted(other) - isWanted(one) || range(other) - range(one) || one - other)
        .slice(0, mostElements)
        .toSorted((one, other) => one - other);
}

const pathsOf = (rows: readonly Row[], indices: readonly number[]): ElementPaths => ({
  steps: rows.map(({ step }) => step),
  elements: indices.map((index) => ({ index, values: rows.map(({ data }) => data[index] as number) })),
});

/** Inner products of the rows, each less the mean row. */
function gramMatrix(rows: readonly Data[], size: number): Float64Array[] {
  const mean = new Float64Array(size);
  for (const row of rows)
    for (let at = 0; at < size; at += 1) mean[at] = (mean[at] as number) + (row[at] as number) / rows.length;
  const centred = rows.map((row) => Float64Array.from(mean, (middle, at) => (row[at] as number) - middle));
  const gram = rows.map(() => new Float64Array(rows.length));
  centred.forEach((one, row) => {
    for (let column = 0; column <= row; column += 1) {
      const other = centred[column] as Float64Array;
      let sum = 0;
      for (let at = 0; at < size; at += 1) sum += (one[at] as number) * (other[at] as number);
      (gram[row] as Float64Array)[column] = sum;
      (gram[column] as Float64Array)[row] = sum;
    }
  });
  return gram;
}

/** Turns rows and columns p and q of a symmetric matrix so that what they share becomes 0, and the vectors with them. */
function rotate(
  matrix: readonly Float64Array[],
  vectors: readonly Float64Array[],
  p: number,
  q: number,
): void {
  const at = (row: number, column: number): number => (matrix[row] as Float64Array)[column] as number;
  const shared = at(p, q);
  if (shared === 0) return;
  const theta = (at(q, q) - at(p, p)) / (2 * shared);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  const turn = (row: Float64Array): void => {
    const [one, other] = [row[p] as number, row[q] as number];
    row[p] = cosine * one - sine * other;
    row[q] = sine * one + cosine * other;
  };
  matrix.forEach(turn);
  const [left, right] = [matrix[p] as Float64Array, matrix[q] as Float64Array];
  left.forEach((one, column) => {
    const other = right[column] as number;
    left[column] = cosine * one - sine * other;
    right[column] = sine * one + cosine * other;
  });
  vectors.forEach(turn);
}

/** Enough for 64 rows: what is left beside the diagonal falls with the square of itself at each. */
const sweeps = 12;

/** Eigenvalues of a symmetric matrix, the largest first, each with its unit vector (Jacobi's rotations). */
function eigenpairs(
  symmetric: readonly Float64Array[],
): readonly { readonly value: number; readonly vector: readonly number[] }[] {
  const matrix = symmetric.map((row) => row.slice());
  const vectors = matrix.map((row, index) => new Float64Array(row.length).fill(1, index, index + 1));
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    for (let p = 0; p < matrix.length; p += 1) {
      for (let q = p + 1; q < matrix.length; q += 1) rotate(matrix, vectors, p, q);
    }
  }
  return matrix
    .map((row, index) => ({
      value: row[index] as number,
      vector: vectors.map((each) => each[index] as number),
    }))
    .toSorted((one, other) => other.value - one.value);
}

/**
 * Principal components of a path, with the former one where there is one, from the inner products of their points: they are fewer than
 * the numbers of a parameter.
 */
export function planeOfPath(rows: readonly Row[], former: readonly Row[] = []): PathPlane | undefined {
  const size = rows[0]?.data.length ?? 0;
  const all = [...former, ...rows];
  if (size < 3 || all.length < 3) return undefined;
  const gram = gramMatrix(
    all.map(({ data }) => data),
    size,
  );
  const total = gram.reduce((sum, row, index) => sum + (row[index] as number), 0);
  if (!(total > 0 && Number.isFinite(total))) return undefined;
  const [first, second] = eigenpairs(gram);
  if (first === undefined || second === undefined) return undefined;
  // A direction has no sign of its own: the path ends where it is positive.
  const along = ({ value, vector }: typeof first): readonly number[] => {
    const length = Math.sqrt(Math.max(0, value)) * ((vector.at(-1) ?? 0) < 0 ? -1 : 1);
    return vector.map((each) => each * length);
  };
  const [x, y] = [along(first), along(second)];
  const points = all.map(({ step }, index) => ({ step, x: x[index] ?? 0, y: y[index] ?? 0 }));
  return {
    points: points.slice(former.length),
    former: points.slice(0, former.length),
    explained: [first.value / total, Math.max(0, second.value) / total],
  };
}

const rowsOf = (kept: readonly Checkpoint[], key: string): readonly Row[] =>
  kept.flatMap(({ step, parameters }) => {
    const data = parameters.get(key)?.data;
    return data === undefined ? [] : [{ step, data }];
  });

/**
 * The path of a parameter through the kept steps of a run, and of the one that it branched off, the wanted element among those that are
 * followed; undefined where there is no such parameter.
 */
export function parameterPath(
  kept: readonly Checkpoint[],
  key: string,
  keptOfFormer?: readonly Checkpoint[],
  wanted?: number,
): ParameterPath | undefined {
  const rows = rowsOf(kept, key);
  const former = keptOfFormer && rowsOf(keptOfFormer, key);
  const size = rows[0]?.data.length;
  if (size === undefined) return undefined;
  const affordable = Math.floor(Math.sqrt((2 * mostProducts) / size));
  const most = Math.max(leastPoints, Math.min(mostPoints, affordable));
  const each = former === undefined ? most : Math.ceil(most / 2);
  const indices = chosenElements(rows, size, wanted);
  return {
    ...pathsOf(rows, indices),
    size,
    plane: planeOfPath(evenly(rows, each), evenly(former ?? [], each)),
    former: former && pathsOf(former, indices),
  };
}
