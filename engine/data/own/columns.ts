import type { OwnTable, TableColumn } from '../../graph/document.ts';
import type { RawTable, Reading } from './delimited.ts';
import {
  columnReader,
  isMissing,
  looksLikeNumber,
  type NumberWriting,
  readMarked,
  readNumber,
} from './number-text.ts';

/** A cell that is no number where one is expected, or only without its marks and unit. */
export interface OddCell {
  /** 0 for the first row below the names. */
  readonly row: number;
  readonly text: string;
}

/** What the cells of a column are. */
export interface ColumnProfile {
  readonly name: string;
  /** Numbers, where every cell that is there is one. */
  readonly kind: TableColumn['kind'];
  readonly missing: number;
  /** Different values. */
  readonly distinct: number;
  /** The first of them in order, at most `shownValues`. */
  readonly values: readonly string[];
  /** Of the cells that are numbers, where there are some. */
  readonly range: { readonly smallest: number; readonly largest: number } | undefined;
  /** Cells that are no numbers, though others of the column are or they look like some: how many, and the first. */
  readonly odd: number;
  readonly oddCells: readonly OddCell[];
  /** The first cell that is read as a number without its marks and unit, with that number. */
  readonly marked: (OddCell & { readonly value: number }) | undefined;
}

/** The cells of a column from above to below. */
export const columnOf = ({ rows }: RawTable, column: number): readonly string[] =>
  rows.map((cells) => cells[column] as string);

const shownValues = 20;
const shownOddCells = 5;

/** Values in order: numbers by size, else as NumPy sorts texts. */
export function inOrder(values: Iterable<string>): readonly string[] {
  const all = [...values];
  const areNumbers = all.every((value) => readNumber(value, '.') !== undefined);
  return areNumbers ? all.sort((a, b) => Number(a) - Number(b)) : all.sort();
}

function profileOf(raw: RawTable, column: number, writing: NumberWriting): ColumnProfile {
  const { read } = columnReader(columnOf(raw, column), writing);
  const values = new Set<string>();
  const oddCells: OddCell[] = [];
  const range = { smallest: Number.POSITIVE_INFINITY, largest: Number.NEGATIVE_INFINITY };
  let marked: ColumnProfile['marked'];
  let [missing, numbers, others, alike] = [0, 0, 0, 0];
  raw.rows.forEach((cells, row) => {
    const text = cells[column] as string;
    if (isMissing(text)) {
      missing += 1;
      return;
    }
    values.add(text);
    const value = read(text);
    if (value === undefined) {
      others += 1;
      if (looksLikeNumber(text) || readMarked(text, writing.decimal) !== undefined) alike += 1;
      if (oddCells.length < shownOddCells) oddCells.push({ row, text });
      return;
    }
    numbers += 1;
    if (marked === undefined && readNumber(text, writing.decimal) === undefined)
      marked = { row, text, value };
    range.smallest = Math.min(range.smallest, value);
    range.largest = Math.max(range.largest, value);
  });
  const isOdd = others > 0 && (numbers > 0 || alike === others);
  return {
    name: raw.names[column] as string,
    kind: numbers > 0 && others === 0 ? 'number' : 'category',
    missing,
    distinct: values.size,
    values: inOrder(values).slice(0, shownValues),
    range: numbers > 0 ? range : undefined,
    odd: isOdd ? others : 0,
    oddCells: isOdd ? oddCells : [],
    marked,
  };
}

/** Told of progress (0 to 1) after each column. */
export const profileColumns = (
  raw: RawTable,
  reading: Reading,
  onProgress: (share: number) => void = () => undefined,
): readonly ColumnProfile[] =>
  raw.names.map((_, column) => {
    const profile = profileOf(raw, column, reading);
    onProgress((column + 1) / raw.names.length);
    return profile;
  });

/** What was left out or not understood of a table, each in a sentence; rows count from 1, with the names of the columns. */
export function readingNotes(
  { uneven, names, rows }: RawTable,
  profiles: readonly ColumnProfile[],
  { header, ...writing }: Reading,
): readonly string[] {
  const first = header ? 2 : 1;
  const ofRows =
    uneven.length === 0
      ? []
      : [
          `${uneven.length === 1 ? '1 row was' : `${uneven.length} rows were`} left out for not having ${names.length} cells: ${some(
            uneven.map(({ row, cells }) => `row ${row} has ${cells}`),
            uneven.length,
          )}.`,
        ];
  const ofCells = profiles
    .filter(({ odd }) => odd > 0)
    .map((profile) => {
      const { name, odd, oddCells } = profile;
      const cells = oddCells.map(({ row, text }) => `“${text}” in row ${row + first}`);
      return `Column ${name} is taken as a category, for ${odd === 1 ? '1 cell is' : `${odd} cells are`} no number: ${some(cells, odd)}. ${remedyFor(profile, writing)}`;
    });
  const read = profiles.flatMap(({ name, marked }) =>
    marked === undefined
      ? []
      : [`“${marked.text}” of ${name} in row ${marked.row + first} is ${marked.value}`],
  );
  const ofMarks =
    read.length === 0 ? [] : [`Numbers are read without marks and units: ${some(read, read.length)}.`];
  const ofCounts = profiles
    .filter((profile) => countsRows(profile, rows.length))
    .map(({ name }) => `Column ${name} counts the rows, which tells nothing of them; it is left out.`);
  const empty = profiles.filter(({ distinct }) => distinct === 0).map(({ name }) => name);
  const ofEmpty =
    empty.length === 0
      ? []
      : [
          `${empty.length === 1 ? 'Column' : 'Columns'} ${some(empty, empty.length)} ${empty.length === 1 ? 'has no value; it is' : 'have no values; they are'} left out.`,
        ];
  const ofWidth =
    names.length === 1
      ? ['One column was found. If there are more, choose the delimiter that stands between their cells.']
      : [];
  return [...ofWidth, ...ofRows, ...ofCells, ...ofMarks, ...ofCounts, ...ofEmpty];
}

const date = /^\d{1,4}([-./])\d{1,2}\1\d{1,4}\b/;

/** What a person can do about cells that are no numbers. */
function remedyFor({ range, oddCells }: ColumnProfile, { decimal, marks }: NumberWriting): string {
  if (range !== undefined) return 'Make it a number, and these cells count as missing.';
  if (oddCells.every(({ text }) => date.test(text)))
    return 'Dates are not read; to learn from them write them as numbers, such as days since the first.';
  const units = new Set(oddCells.map(({ text }) => readMarked(text, decimal)?.unit));
  if (units.has(undefined))
    return 'To learn from them as numbers, write them as digits with one decimal mark.';
  return marks
    ? 'Their units differ; to learn from them as numbers, write all of them in one.'
    : 'Let marks and units be read, and it is a number.';
}

const mostNamed = 5;

const some = (things: readonly string[], all: number): string =>
  `${things.slice(0, mostNamed).join(', ')}${all > mostNamed ? ` and ${all - mostNamed} more` : ''}`;

/** What columns are for and how the table is treated; all of an own table but its rows. */
export type TableChoices = Omit<OwnTable, 'rows'>;

const targetName = /^(target|class|label|y|species|outcome|result)$/i;

/** Most classes that a column of whole numbers is taken for, rather than for sizes. */
const mostWholeClasses = 20;

/** A text column with nearly as many values as rows names the rows rather than telling of them. */
const namesRows = ({ kind, distinct }: ColumnProfile, rows: number): boolean =>
  kind === 'category' && distinct > 20 && distinct > rows / 2;

const counterName = /^(column 1|unnamed: 0|index|id|no\.?|nr\.?|row|#)$/i;

/** The numbers of the rows, one after the other: as pandas writes an index, or a table of a database its key. */
function countsRows({ name, kind, distinct, range, values }: ColumnProfile, rows: number): boolean {
  return (
    kind === 'number' &&
    counterName.test(name) &&
    rows > 2 &&
    distinct === rows &&
    range?.largest === (range?.smallest ?? 0) + rows - 1 &&
    values.every((value) => /^\d+$/.test(value))
  );
}

/** Beside an x and more than these two, y is where a thing lies rather than what it is. */
const isCoordinate = ({ name }: ColumnProfile, all: readonly ColumnProfile[]): boolean =>
  /^y$/i.test(name) && all.length > 2 && all.some((other) => /^x$/i.test(other.name));

function isClassTarget(profile: ColumnProfile, rows: number): boolean {
  if (profile.kind === 'category') return true;
  const areWhole = profile.values.every((value) => Number.isInteger(Number(value.replace(',', '.'))));
  return areWhole && profile.distinct <= Math.min(mostWholeClasses, rows / 2);
}

/**
 * What one would most likely choose: the target is the column that was named, or is called so, else the last one that
 * tells of the rows.
 */
export function suggestChoices(
  name: string,
  profiles: readonly ColumnProfile[],
  rows: number,
  wanted?: string,
): TableChoices {
  const useful = profiles.filter(
    (profile) => profile.distinct > 0 && !namesRows(profile, rows) && !countsRows(profile, rows),
  );
  const target =
    profiles.find((profile) => profile.name === wanted) ??
    useful.find((profile) => targetName.test(profile.name) && !isCoordinate(profile, useful)) ??
    useful.at(-1);
  return {
    name: name.trim().slice(0, 200) || 'Table',
    missing: profiles.some(({ missing }) => missing > 0) ? 'mean' : 'drop',
    columns: profiles.map((profile) => {
      const isTarget = profile === target;
      return {
        name: profile.name,
        kind: isTarget && isClassTarget(profile, rows) ? 'category' : profile.kind,
        use: isTarget ? 'target' : useful.includes(profile) ? 'feature' : 'unused',
      };
    }),
  };
}
