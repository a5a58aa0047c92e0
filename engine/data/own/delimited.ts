import Papa from 'papaparse';
import { maximumCellLength, maximumCells, maximumColumns } from '../../graph/document.ts';
import { count, type DecimalMark, type NumberWriting, readMarked } from './number-text.ts';

/** What may stand between the cells of a row. */
export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** How a text is read as a table. */
export interface Reading extends NumberWriting {
  readonly delimiter: Delimiter;
  /** Whether the first row names the columns. */
  readonly header: boolean;
}

/** A row that does not have as many cells as the first one. */
export interface UnevenRow {
  /** 1 for the first row of the text. */
  readonly row: number;
  readonly cells: number;
}

/** Cells as they are written, without blanks around them. */
export interface RawTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Left out of `rows`. */
  readonly uneven: readonly UnevenRow[];
}

export type RawResult =
  | { readonly ok: true; readonly table: RawTable }
  | { readonly ok: false; readonly message: string };

/** Most characters of a text that is read: no table within the limit of cells needs more. */
export const maximumTableCharacters = 32_000_000;

const refuse = (message: string): RawResult => ({ ok: false, message });

/** Without the byte-order mark, and with the line ends of old Macs and of Windows made the same as others. */
const plainText = (text: string): string => text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');

/** A line break or tab within a cell says no more than a blank. */
const plainCell = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Characters and rows at the start of a text that tell how to read it. */
const sampleCharacters = 64 * 1024;
const sampleRows = 100;

function sampleOf(text: string, delimiter: Delimiter): readonly (readonly string[])[] {
  const sample = plainText(text.slice(0, sampleCharacters));
  const { data } = Papa.parse<string[]>(sample, {
    delimiter,
    newline: '\n',
    preview: sampleRows,
    skipEmptyLines: true,
  });
  // The last row may be cut off.
  const whole = text.length > sampleCharacters && data.length < sampleRows ? data.slice(0, -1) : data;
  return whole.map((row) => row.map(plainCell));
}

/** The share of rows that have the usual number of cells, where that is more than one. */
function evenness(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [usual, times] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), [1, 0]);
  return usual < 2 ? 0 : times / rows.length;
}

/** Comma last: beside another delimiter that fits as well it is the decimal mark. */
const byPreference: readonly Delimiter[] = ['\t', ';', '|', ','];

/** By the cells that are numbers with one mark alone; where there are none, 1,234 and 1.234 are fractions. */
function decimalOf(cells: readonly string[]): DecimalMark {
  const isNumber = (cell: string, decimal: DecimalMark) => readMarked(cell, decimal) !== undefined;
  const only = (decimal: DecimalMark, other: DecimalMark) =>
    cells.filter((cell) => isNumber(cell, decimal) && !isNumber(cell, other)).length;
  const more = only(',', '.') - only('.', ',');
  if (more !== 0) return more > 0 ? ',' : '.';
  const having = (decimal: DecimalMark) =>
    cells.filter((cell) => cell.includes(decimal) && isNumber(cell, decimal)).length;
  return having(',') > having('.') ? ',' : '.';
}

/** How a text is most likely meant. */
export function detectReading(text: string): Reading {
  const found = byPreference.map((delimiter) => ({ delimiter, rows: sampleOf(text, delimiter) }));
  const best = found.reduce((most, each) => (evenness(each.rows) > evenness(most.rows) ? each : most));
  const { delimiter, rows } = evenness(best.rows) === 0 ? (found.at(-1) ?? best) : best;
  const cells = rows.slice(1).flat();
  const decimal = delimiter === ',' ? '.' : decimalOf(cells);
  const first = rows[0] ?? [];
  const header = rows.length > 1 && first.every((cell) => readMarked(cell, decimal) === undefined);
  return { delimiter, decimal, header, marks: true };
}

/** Names of columns: none is empty, none twice. */
function columnNames(given: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return given.map((text, index) => {
    const wanted = text === '' ? `column ${index + 1}` : text.slice(0, 180);
    let name = wanted;
    for (let again = 2; taken.has(name); again += 1) name = `${wanted} (${again})`;
    taken.add(name);
    return name;
  });
}

/** Rows between two tellings of progress. */
const progressRows = 5_000;

/** What is wrong with a text before it is read, in words. */
function faultOfText(text: string): string | undefined {
  if (text.length > maximumTableCharacters) {
    return `Expected a text of at most ${count(maximumTableCharacters)} characters; found ${count(text.length)}. Take a part of it, such as its first rows.`;
  }
  if (text.includes('\u0000')) {
    return 'Expected a table as text; found binary data. Save the table as CSV in UTF-8 and take that.';
  }
  return text.trim() === ''
    ? 'Expected a table; found an empty text. Take another file, or paste its rows.'
    : undefined;
}

/** The rows of a text, told of progress (0 to 1) now and then; or what is wrong with it, in words. */
export function readDelimited(
  text: string,
  { delimiter, header }: Reading,
  onProgress: (share: number) => void = () => undefined,
): RawResult {
  const fault = faultOfText(text);
  if (fault !== undefined) return refuse(fault);
  const plain = plainText(text);
  const rows: (readonly string[])[] = [];
  const uneven: UnevenRow[] = [];
  let width = 0;
  let number = 0;
  let refused: string | undefined;

  const take = (cells: readonly string[]): string | undefined => {
    number += 1;
    if (cells.length === 1 && cells[0]?.trim() === '') return undefined;
    if (width === 0) width = cells.length;
    if (width > maximumColumns) {
      return `Expected at most ${count(maximumColumns)} columns; found ${count(width)}. Is the delimiter right?`;
    }
    if (cells.length !== width) {
      uneven.push({ row: number, cells: cells.length });
      return undefined;
    }
    const plainCells = cells.map(plainCell);
    const long = plainCells.findIndex(({ length }) => length > maximumCellLength);
    if (long >= 0) {
      return `Expected cells of at most ${count(maximumCellLength)} characters; found ${count((plainCells[long] as string).length)} in row ${count(number)}, column ${long + 1}. Is a quotation mark left open there?`;
    }
    rows.push(plainCells);
    if ((rows.length - (header ? 1 : 0)) * width > maximumCells) {
      return `Expected at most ${count(maximumCells)} cells; ${count(width)} columns come to more at row ${count(number)}. Take a part of the table, such as its first ${count(Math.floor(maximumCells / width))} rows.`;
    }
    return undefined;
  };

  Papa.parse<string[]>(plain, {
    delimiter,
    newline: '\n',
    step: ({ data, errors, meta }, parser) => {
      refused = errors.some(({ code }) => code === 'MissingQuotes')
        ? `Expected a closing quotation mark; a cell in row ${count(number + 1)} opens one that is never closed.`
        : take(data);
      if (refused !== undefined) parser.abort();
      else if (number % progressRows === 0) onProgress(meta.cursor / plain.length);
    },
  });
  if (refused !== undefined) return refuse(refused);
  const [first = [], ...rest] = rows;
  const names = columnNames(header ? first : first.map(() => ''));
  const body = header ? rest : rows;
  if (body.length === 0) return refuse('Expected rows below the names of the columns; found none.');
  return { ok: true, table: { names, rows: body, uneven } };
}
