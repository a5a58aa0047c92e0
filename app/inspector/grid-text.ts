import type { SentTensor } from '../worker/protocol.ts';
import { matrixView } from './matrix-view.ts';

/**
 * Grids of numbers as text: rows of a spreadsheet or a CSV file, nested lists of JSON or Python, and what NumPy and
 * PyTorch print.
 */

export type GridReading =
  | { readonly kind: 'fits'; readonly data: Float64Array<ArrayBuffer> }
  | {
      readonly kind: 'refused';
      /** What was expected, what was found, what to do. */
      readonly message: string;
      /** The numbers with rows and columns exchanged, where they fit so. */
      readonly exchanged?: Float64Array<ArrayBuffer>;
    };

/** Numbers by row, or why there are none. */
type Rows =
  | { readonly ok: true; readonly rows: readonly (readonly number[])[] }
  | { readonly ok: false; readonly message: string };

const refused = (message: string): { readonly ok: false; readonly message: string } => ({
  ok: false,
  message,
});

/** Reads the cells of each row; a decimal comma counts as a point. */
function numbersOf(cells: readonly (readonly string[])[]): Rows {
  const rows: (readonly number[])[] = [];
  for (const [row, texts] of cells.entries()) {
    const numbers: number[] = [];
    for (const [column, cell] of texts.entries()) {
      const place = `in row ${row + 1}, column ${column + 1}`;
      const text = cell.trim().replace(/^"(.*)"$/, '$1');
      const value = Number(text.replaceAll('−', '-').replace(',', '.'));
      if (text.trim() === '') return refused(`Expected a number ${place}; found an empty cell.`);
      if (!Number.isFinite(value)) {
        return refused(`Expected a number ${place}; found ${text.slice(0, 40)}. Leave headings out.`);
      }
      if (!Number.isFinite(Math.fround(value))) {
        return refused(`Expected a float32 number ${place}; ${text.slice(0, 40)} is too large.`);
      }
      numbers.push(value);
    }
    const first = rows[0];
    if (first !== undefined && first.length !== numbers.length) {
      return refused(
        `Expected ${first.length} numbers in row ${row + 1}, as in row 1; found ${numbers.length}.`,
      );
    }
    rows.push(numbers);
  }
  return { ok: true, rows };
}

/** Lines of cells between these; a separator at the end of a line stands for nothing. */
const cellsOf = (text: string, between: RegExp): readonly (readonly string[])[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^ +| +$/g, '').replace(/,$/, ''))
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(between));

/** The innermost lists of nested ones, each a row; their own nesting is left to the shape they are read for. */
function listRows(text: string): Rows {
  const inner = text
    .replace(/\b(?:dtype|device|requires_grad|grad_fn)\s*=\s*[^,)\]]*/g, '')
    .replace(/Parameter containing:|\b(?:np|numpy|torch)\.|\b(?:array|tensor|Tensor)\b|[()]/g, ' ');
  const open = inner.split('[').length;
  if (open !== inner.split(']').length) return refused('Expected as many closing brackets as opening ones.');
  if (inner.includes('...')) {
    return refused('Expected every number; found “...”. Print it whole, or copy tolist().');
  }
  const between = inner.replace(/\[[^[\]]*\]/g, ' ').replace(/[[\],\s]+/g, ' ');
  if (between.trim() !== '') {
    return refused(`Expected lists of numbers alone; found ${between.trim().slice(0, 40)} beside them.`);
  }
  const lists = [...inner.matchAll(/\[([^[\]]*)\]/g)].map(([, list = '']) => list);
  return numbersOf(lists.map((list) => list.split(/[\s,;]+/).filter((cell) => cell !== '')));
}

/** Every way to read the text, the likeliest first: a comma parts numbers, or else is a decimal comma. */
function readings(text: string): readonly Rows[] {
  if (text.includes('[')) return [listRows(text)];
  if (/[\t;]/.test(text)) return [numbersOf(cellsOf(text, /[\t;]/))];
  return [numbersOf(cellsOf(text, / *, *| +/)), numbersOf(cellsOf(text, / +/))];
}

const sizesOf = (rows: readonly (readonly number[])[]): string => `${rows.length}×${rows[0]?.length ?? 0}`;

const flat = (rows: readonly (readonly number[])[]): Float64Array<ArrayBuffer> =>
  Float64Array.from(rows.flat(), Math.fround);

/** The numbers in a text for a tensor of this shape; a vector may stand in a row or in a column. */
export function readGrid(text: string, shape: readonly number[]): GridReading {
  if (text.trim() === '') return { kind: 'refused', message: 'Expected numbers; found no text.' };
  const count = shape.reduce((product, size) => product * size, 1);
  const { rows: height, columns: width } = matrixView({ shape, data: new Float64Array(count) }, false);
  const isVector = shape.length < 2;
  const all = readings(text);
  for (const reading of all) {
    if (!reading.ok) continue;
    const { rows } = reading;
    const columns = rows[0]?.length ?? 0;
    const isSame = rows.length === height && columns === width;
    const isStanding = isVector && rows.length === width && columns === 1;
    // Lists within lists within lists come apart into more rows than the matrix has; row by row they are the same.
    const isDeeper = shape.length > 2 && columns === shape.at(-1) && rows.length * columns === count;
    if (isSame || isStanding || isDeeper) return { kind: 'fits', data: flat(rows) };
  }
  const read = all.find((reading) => reading.ok) ?? all[0];
  if (read?.ok !== true) return { kind: 'refused', message: read?.message ?? '' };
  const { rows } = read;
  const expected = isVector ? `${count} ${count === 1 ? 'number' : 'numbers'}` : shape.join('×');
  const found = rows.length === 0 ? 'no numbers' : sizesOf(rows);
  const isExchanged = rows.length === width && (rows[0]?.length ?? 0) === height;
  return isExchanged
    ? {
        kind: 'refused',
        message: `Expected ${expected}; found ${found}: rows and columns are exchanged.`,
        exchanged: flat(Array.from({ length: height }, (_, at) => rows.map((row) => row[at] as number))),
      }
    : { kind: 'refused', message: `Expected ${expected}; found ${found}.` };
}

/** The fewest digits that give the same float32 again. */
function shortest(value: number): string {
  for (let digits = 1; digits < 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

/** Rows and columns with tabs between, as a spreadsheet takes them; further axes lie side by side. */
export function gridAsTable(tensor: SentTensor): string {
  const { rows, columns, data } = matrixView(tensor, false);
  return Array.from({ length: rows }, (_, row) =>
    Array.from(data.subarray(row * columns, (row + 1) * columns), shortest).join('\t'),
  ).join('\n');
}

/** Nested lists, which JSON and Python read. */
export function gridAsLists({ shape, data }: SentTensor): string {
  const write = (axis: number, start: number, count: number): string => {
    const size = shape[axis];
    if (size === undefined) return shortest(data[start] as number);
    const part = count / size;
    const inner = Array.from({ length: size }, (_, at) => write(axis + 1, start + at * part, part));
    return `[${inner.join(axis === shape.length - 1 ? ', ' : `,\n${' '.repeat(axis + 1)}`)}]`;
  };
  return write(0, 0, data.length);
}

/** An array of NumPy's. */
export const gridAsNumpy = (tensor: SentTensor): string =>
  `np.array(${gridAsLists(tensor)}, dtype=np.float32)`;
