import { type Cell, type OwnTable, ownDataset, type TableColumn } from '../../graph/document.ts';
import type { Dataset, DatasetResult, TargetColumn } from '../dataset.ts';
import { inOrder } from './columns.ts';
import { count } from './number-text.ts';

/** Most features that one-hot columns may come to. */
const mostFeatures = 10_000;

interface Part {
  readonly column: number;
  readonly definition: TableColumn;
  /** Values of a category; undefined for numbers. */
  readonly levels: readonly string[] | undefined;
}

/** Where each value of a category stands among them. */
type Places = ReadonlyMap<string, number>;

const refuse = (message: string): DatasetResult => ({ ok: false, message });

/** Different values of a column in the rows that are used, in order. */
function levelsOf(rows: OwnTable['rows'], column: number): readonly string[] {
  const values = new Set<string>();
  for (const row of rows) if (row[column] !== null) values.add(String(row[column]));
  return inOrder(values);
}

/** Adds a feature's numbers of one row; NaN where it is missing. */
function encode({ column, levels }: Part, row: readonly Cell[], places: Places, numbers: number[]): void {
  const cell = row[column] as Cell;
  if (levels === undefined) {
    numbers.push(cell === null ? Number.NaN : (cell as number));
    return;
  }
  const place = cell === null ? undefined : places.get(String(cell));
  for (let index = 0; index < levels.length; index += 1) {
    numbers.push(cell === null ? Number.NaN : Number(index === place));
  }
}

function encodeRow(
  features: readonly Part[],
  row: readonly Cell[],
  places: readonly Places[],
): readonly number[] {
  const numbers: number[] = [];
  features.forEach((part, index) => {
    encode(part, row, places[index] as Places, numbers);
  });
  return numbers;
}

/** What does not hold of cells and columns that the schema could not say. */
function faultOfTable({ columns, rows }: OwnTable): string | undefined {
  const width = columns.length;
  const uneven = rows.findIndex((row) => row.length !== width);
  if (uneven >= 0) {
    return `Row ${uneven} of the table has ${rows[uneven]?.length} cells; expected ${width}, one for each column.`;
  }
  for (const [column, { kind, name }] of columns.entries()) {
    const text = kind === 'number' ? rows.findIndex((row) => typeof row[column] === 'string') : -1;
    if (text >= 0) {
      return `The column ${name} is of numbers, but row ${text} holds “${rows[text]?.[column]}”. Correct the cell, or make the column a category.`;
    }
  }
  const targets = columns.filter(({ use }) => use === 'target');
  if (targets.length > 1) {
    return `Expected one target; found ${targets.map(({ name }) => name).join(' and ')}. Choose one.`;
  }
  return columns.some(({ use }) => use === 'feature')
    ? undefined
    : 'Expected at least one feature; every column is the target or unused. Choose a feature.';
}

/** The target column of a table and its value per row. */
function targetOf(
  part: Part | undefined,
  rows: OwnTable['rows'],
): { readonly target: TargetColumn; readonly y: readonly number[] } {
  if (part === undefined) return { target: { kind: 'none', name: 'no target' }, y: rows.map(() => 0) };
  const { column, levels, definition } = part;
  const { name, classNames = {} } = definition;
  if (levels === undefined) {
    return { target: { kind: 'real', name }, y: rows.map((row) => row[column] as number) };
  }
  const places = new Map(levels.map((level, index) => [level, index]));
  return {
    target: {
      kind: 'class',
      name,
      classes: levels.map((level) =>
        Object.hasOwn(classNames, level) ? (classNames[level] as string) : level,
      ),
    },
    y: rows.map((row) => places.get(String(row[column])) ?? Number.NaN),
  };
}

/**
 * An own table as a data set: numbers as they are, categories as one column of zeros and ones per value, the target as
 * class indices or numbers. Rows without a target are left out, and, where missing features are not filled, rows
 * without one of those; what fills them is found when the split is known.
 */
export function ownDatasetOf(table: OwnTable): DatasetResult {
  const fault = faultOfTable(table);
  if (fault !== undefined) return refuse(fault);
  const used = table.columns.flatMap((definition, column) =>
    definition.use === 'unused' ? [] : [{ definition, column }],
  );
  const needed = used.filter(({ definition }) => definition.use === 'target' || table.missing === 'drop');
  const kept = table.rows.flatMap((row, index) =>
    needed.every(({ column }) => row[column] !== null) ? [index] : [],
  );
  if (kept.length === 0) {
    return refuse(
      table.rows.length === 0
        ? 'The table has no rows yet. Add some.'
        : 'Every row lacks a cell that is needed. Fill missing features with a mean, or leave out a column that is mostly empty.',
    );
  }
  const rows = kept.map((index) => table.rows[index] as readonly Cell[]);
  const parts = used.map(
    ({ definition, column }): Part => ({
      definition,
      column,
      levels: definition.kind === 'category' ? levelsOf(rows, column) : undefined,
    }),
  );
  const features = parts.filter(({ definition }) => definition.use === 'feature');
  const target = parts.find(({ definition }) => definition.use === 'target');
  const empty = features.find(({ column }) => rows.every((row) => row[column] === null));
  if (empty !== undefined) {
    return refuse(`The column ${empty.definition.name} has no value in any row that is used. Leave it out.`);
  }
  if (target?.levels?.length === 1) {
    return refuse(
      `The target ${target.definition.name} has one class only, ${target.levels[0]}. A classifier needs at least 2; take other rows or another target.`,
    );
  }
  const width = features.reduce((sum, { levels }) => sum + (levels?.length ?? 1), 0);
  if (width > mostFeatures) {
    return refuse(
      `One column per value comes to ${width} features; at most ${mostFeatures} are possible. Leave out categories of many values.`,
    );
  }
  return { ok: true, dataset: datasetOf(table, features, target, rows, kept) };
}

function datasetOf(
  table: OwnTable,
  features: readonly Part[],
  target: Part | undefined,
  rows: OwnTable['rows'],
  kept: readonly number[],
): Dataset {
  const places = features.map(({ levels = [] }) => new Map(levels.map((level, index) => [level, index])));
  const leftOut = table.rows.length - kept.length;
  let start = 0;
  const groups = features.map(({ levels }) => {
    const group = {
      start,
      width: levels?.length ?? 1,
      kind: levels === undefined ? 'number' : 'category',
    } as const;
    start += group.width;
    return group;
  });
  return {
    id: ownDataset,
    name: table.name,
    description: `Your own table of ${count(table.rows.length)} rows and ${count(table.columns.length)} columns.${
      leftOut === 0
        ? ''
        : ` ${count(leftOut)} ${leftOut === 1 ? 'row is' : 'rows are'} left out for missing cells.`
    }`,
    source: 'It is kept in this document.',
    features: features.flatMap(({ definition: { name }, levels }) =>
      levels === undefined ? [name] : levels.map((level) => `${name} = ${level}`),
    ),
    ...targetOf(target, rows),
    x: rows.map((row) => encodeRow(features, row, places)),
    tableRows: kept,
    ...(table.missing === 'drop' ? {} : { filling: { by: table.missing, groups } }),
  };
}
