import type { SentTensor } from '../worker/protocol.ts';

/** A tensor laid out for reading: two axes, whatever its rank. */
export interface MatrixView {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** A scalar is 1×1, a vector one row, or one column where its axis is the batch; further axes lie side by side. */
export function matrixView({ shape, data }: SentTensor, isBatched: boolean): MatrixView {
  if (shape.length === 0) return { rows: 1, columns: 1, data };
  if (shape.length === 1) {
    const size = shape[0] as number;
    return isBatched ? { rows: size, columns: 1, data } : { rows: 1, columns: size, data };
  }
  const rows = shape[0] as number;
  return { rows, columns: rows === 0 ? 0 : data.length / rows, data };
}

/** Width of a digit in the grid's type and of the space around a number, in CSS pixels. */
const digitWidth = 6.4;
const cellSpace = 8;

/** How many columns of numbers with so many characters fit into a width in CSS pixels, at least one. */
export const columnsThatFit = (width: number, characters: number): number =>
  Math.max(1, Math.floor(width / (characters * digitWidth + cellSpace)));
