import { pageOf } from '../ui/page-of.ts';
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

/** Width of a digit in the grid's type, and of the space around a number, in em of that type. */
const [digitEm, spaceEm] = [0.605, 0.48];

/** Width of a row's label with so many characters, in em. */
export const labelWidth = (characters: number): number => characters * digitEm + spaceEm / 2;

/** How many columns of numbers with so many characters fit into a width in em, at least one. */
export const columnsThatFit = (width: number, characters: number): number =>
  Math.max(1, Math.floor(width / (characters * digitEm + spaceEm)));

/** The columns of a page: the last page is full too, with columns of the one before it. */
export function columnsOf(columns: number, page: number, perPage: number): ReturnType<typeof pageOf> {
  const at = pageOf(columns, page, perPage);
  return { ...at, start: Math.max(0, Math.min(at.start, columns - perPage)) };
}
