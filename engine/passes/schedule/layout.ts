import type { Shape } from '../../program/shape.ts';

/**
 * How a value lies in memory: rows along the last axis that is not 1, each filled up to whole vectors of four float32, so
 * that loops need no scalar tails. What the filling holds is never read as a number that counts. A swapped matrix lies
 * column by column instead: its columns are the rows.
 */
export interface Layout {
  readonly shape: readonly number[];
  readonly swapped: boolean;
  /** Distance between neighbours along each axis, in float32; 0 along axes of size 1. */
  readonly strides: readonly number[];
  readonly rows: number;
  /** Numbers of a row that count. */
  readonly width: number;
  /** Distance between rows, a multiple of 4. */
  readonly pitch: number;
  /** Float32 in all, filling included. */
  readonly floats: number;
}

export const vectorLanes = 4;

export const wholeVectors = (count: number): number => Math.ceil(count / vectorLanes) * vectorLanes;

/** Whether a shape is a matrix that may lie swapped; one with a row per sample, before the batch is known, may not. */
export const canSwap = (shape: Shape): boolean =>
  shape.length === 2 && shape.every((size) => typeof size === 'number' && size > 1);

export function layoutOf(shape: readonly number[], swapped = false): Layout {
  if (swapped && canSwap(shape)) {
    const [rows, columns] = shape as readonly [number, number];
    const plain = layoutOf([columns, rows]);
    const [ofColumns = 0, ofRows = 0] = plain.strides;
    return { ...plain, shape, swapped: true, strides: [ofRows, ofColumns] };
  }
  const last = shape.findLastIndex((size) => size !== 1);
  const width = last < 0 ? 1 : (shape[last] as number);
  const rows = shape.slice(0, Math.max(last, 0)).reduce((product, size) => product * size, 1);
  const pitch = wholeVectors(width);
  const strides = new Array<number>(shape.length).fill(0);
  let distance = 1;
  for (let axis = last; axis >= 0; axis -= 1) {
    const size = shape[axis] as number;
    strides[axis] = size === 1 ? 0 : distance;
    distance = axis === last ? pitch : distance * size;
  }
  return { shape, swapped: false, strides, rows, width, pitch, floats: rows * pitch };
}

/** Whether the same memory can be read under both shapes: rows are the same, or nothing is filled up. */
export function liesAlike(from: Layout, to: Layout): boolean {
  if (from.swapped || to.swapped) return false;
  const isDense = ({ rows, width, pitch }: Layout): boolean => rows === 1 || width === pitch;
  return from.width === to.width || (isDense(from) && isDense(to));
}

/** Copies row-major numbers into memory as the layout has them. */
export function writeLaidOut(layout: Layout, numbers: ArrayLike<number>, memory: Float32Array): void {
  const { rows, width } = layout;
  const [rowStep, columnStep] = layout.swapped ? [1, layout.rows] : [width, 1];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < width; column += 1) {
      memory[row * layout.pitch + column] = numbers[row * rowStep + column * columnStep] as number;
    }
  }
}

/** The numbers in memory, row-major. */
export function readLaidOut(layout: Layout, memory: Float32Array): Float64Array {
  const { rows, width } = layout;
  const numbers = new Float64Array(rows * width);
  const [rowStep, columnStep] = layout.swapped ? [1, layout.rows] : [width, 1];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < width; column += 1) {
      numbers[row * rowStep + column * columnStep] = memory[row * layout.pitch + column] as number;
    }
  }
  return numbers;
}
