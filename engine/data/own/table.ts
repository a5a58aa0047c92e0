import type { Cell, OwnTable, TableColumn } from '../../graph/document.ts';
import { columnOf, type TableChoices } from './columns.ts';
import type { RawTable } from './delimited.ts';
import { columnReader, isMissing, type NumberWriting, readNumber } from './number-text.ts';

/** A cell of a column from its text: null where it is missing, or no number among numbers. */
export function readCell(
  text: string,
  kind: TableColumn['kind'],
  read: (text: string) => number | undefined = (written) => readNumber(written, '.'),
): Cell {
  if (isMissing(text)) return null;
  return kind === 'category' ? text : (read(text) ?? null);
}

export const cellText = (cell: Cell): string => (cell === null ? '' : String(cell));

/** The cells as the columns' kinds read them. */
export function tableOf(raw: RawTable, choices: TableChoices, writing: NumberWriting): OwnTable {
  const columns = choices.columns.map(({ kind }, column) => ({
    kind,
    read: kind === 'number' ? columnReader(columnOf(raw, column), writing).read : undefined,
  }));
  return {
    ...choices,
    rows: raw.rows.map((cells) =>
      columns.map(({ kind, read }, column) => readCell(cells[column] as string, kind, read)),
    ),
  };
}

/** The texts of a table, to choose its columns again. */
export const rawOf = ({ columns, rows }: OwnTable): RawTable => ({
  names: columns.map(({ name }) => name),
  rows: rows.map((cells) => cells.map(cellText)),
  uneven: [],
});

/** Cells of one row changed, by the places of their columns. */
export const setCells = (
  table: OwnTable,
  row: number,
  changed: Readonly<Record<number, Cell>>,
): OwnTable => ({
  ...table,
  rows: table.rows.map((cells, at) =>
    at === row ? cells.map((cell, column) => (column in changed ? (changed[column] ?? null) : cell)) : cells,
  ),
});

/** One cell changed. */
export const setCell = (table: OwnTable, row: number, column: number, cell: Cell): OwnTable =>
  setCells(table, row, { [column]: cell });

/** A row below the last one, of missing cells unless told. */
export const addRow = (
  table: OwnTable,
  cells: readonly Cell[] = table.columns.map(() => null),
): OwnTable => ({
  ...table,
  rows: [...table.rows, cells],
});

export const removeRow = (table: OwnTable, row: number): OwnTable => ({
  ...table,
  rows: table.rows.filter((_, at) => at !== row),
});
