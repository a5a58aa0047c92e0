/**
 * Shapes. A dimension is a whole number or a multiple of the batch size `N`, which stays a symbol until a
 * session binds it: 'N', or '10N' where the rows of ten positions were laid side by side.
 */
export type Dimension = number | 'N' | `${number}N`;
export type Shape = readonly Dimension[];

export const scalarShape: Shape = [];

/** The number in front of N, or undefined where the dimension does not depend on the batch. */
export function batchFactor(dimension: Dimension): number | undefined {
  if (typeof dimension === 'number') return undefined;
  return dimension === 'N' ? 1 : Number(dimension.slice(0, -1));
}

export const isBatch = (dimension: Dimension | undefined): boolean => typeof dimension === 'string';

const batchDimension = (factor: number): Dimension => (factor === 1 ? 'N' : `${factor}N`);

/** Product of dimensions, or undefined where it would hold N twice. */
export function multiplyDimensions(dimensions: readonly Dimension[]): Dimension | undefined {
  let factor = 1;
  let batches = 0;
  for (const dimension of dimensions) {
    const inFront = batchFactor(dimension);
    if (inFront === undefined) factor *= dimension as number;
    else {
      factor *= inFront;
      batches += 1;
    }
  }
  if (batches > 1) return undefined;
  return batches === 1 ? batchDimension(factor) : factor;
}

/** Sum of dimensions, or undefined where N and a plain number would be added. */
export function addDimensions(dimensions: readonly Dimension[]): Dimension | undefined {
  const factors = dimensions.map(batchFactor);
  if (factors.every((factor) => factor === undefined)) {
    return (dimensions as readonly number[]).reduce((total, size) => total + size, 0);
  }
  if (factors.some((factor) => factor === undefined)) return undefined;
  return batchDimension((factors as readonly number[]).reduce((total, factor) => total + factor, 0));
}

export const shapesEqual = (left: Shape, right: Shape): boolean =>
  left === right ||
  (left.length === right.length && left.every((dimension, axis) => dimension === right[axis]));

/** NumPy's broadcasting: axes are matched from the right, a 1 stretches. Undefined where two sizes differ. */
export function broadcastShapes(left: Shape, right: Shape): Shape | undefined {
  if (shapesEqual(left, right)) return left;
  const rank = Math.max(left.length, right.length);
  const result: Dimension[] = [];
  for (let axis = 0; axis < rank; axis += 1) {
    const a = left[axis - rank + left.length] ?? 1;
    const b = right[axis - rank + right.length] ?? 1;
    if (a !== b && a !== 1 && b !== 1) return undefined;
    result.push(a === 1 ? b : a);
  }
  return result;
}

export const bindDimension = (dimension: Dimension, batch: number): number => {
  const factor = batchFactor(dimension);
  return factor === undefined ? (dimension as number) : factor * batch;
};

const isBound = (shape: Shape): shape is readonly number[] => !shape.some(isBatch);

/** The shape with N replaced by the batch size; the same object where there is none. */
export const bindShape = (shape: Shape, batch: number): readonly number[] =>
  isBound(shape) ? shape : shape.map((dimension) => bindDimension(dimension, batch));

/** Number of elements of a shape without N; exact at any size. */
export const countElements = (shape: readonly number[]): bigint =>
  shape.reduce((product, size) => product * BigInt(size), 1n);

/** Python's reading of an axis: negative ones count from the end. Undefined where it is out of range. */
export function resolveAxis(axis: number, rank: number): number | undefined {
  const resolved = axis < 0 ? axis + rank : axis;
  return Number.isInteger(resolved) && resolved >= 0 && resolved < rank ? resolved : undefined;
}

/** 'N×4×8'; a scalar is '1'. */
export const formatShape = (shape: Shape): string => (shape.length === 0 ? '1' : shape.join('×'));
