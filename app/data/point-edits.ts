import { type Point, type PointColumns, pointCells } from '../../engine/data/own/points.ts';
import { addRow, removeRow, setCell, setCells } from '../../engine/data/own/table.ts';
import { type OwnTable, ownDataset } from '../../engine/graph/document.ts';
import { setData } from '../../engine/graph/edit/edit.ts';
import { documentStore, type EditOptions, editWhole } from '../document/store.ts';
import { keepBefore } from '../versions/versions.ts';
import { editOwnTable } from './edit-own-table.ts';

/** What is done to points by hand; each is one step. */

const noPoints: OwnTable = {
  name: 'Points',
  columns: [
    { name: 'x', kind: 'number', use: 'feature' },
    { name: 'y', kind: 'number', use: 'feature' },
    { name: 'class', kind: 'category', use: 'target' },
  ],
  missing: 'drop',
  rows: [],
};

/** Begins a table of points without any, in place of the table that was the document's own. */
export function beginPoints(): void {
  if (documentStore.getState().whole.data.table !== undefined) keepBefore('Draw points');
  editWhole('Draw points', (whole) =>
    setData(whole, { ...whole.data, dataset: ownDataset, table: noPoints }),
  );
}

export const addPoint = (columns: PointColumns, at: Point['at'], label: string): void =>
  editOwnTable(`Add a point of ${label}`, (old) => addRow(old, pointCells(old, columns, at, label)));

export function movePoint(
  { x, y }: PointColumns,
  { row, at }: Point,
  to: Point['at'],
  options?: EditOptions,
): void {
  if (to[0] === at[0] && to[1] === at[1]) return;
  editOwnTable(`Move point ${row}`, (old) => setCells(old, row, { [x]: to[0], [y]: to[1] }), options);
}

/** By arrow keys: presses that follow one another are one step, as those that move cards are. */
export const nudgePoint = (columns: PointColumns, point: Point, to: Point['at']): void =>
  movePoint(columns, point, to, { merge: `move point ${point.row}` });

export function changePointClass({ target }: PointColumns, { row, label }: Point, to: string): void {
  if (to !== label) editOwnTable(`Make point ${row} a ${to}`, (old) => setCell(old, row, target, to));
}

export const deletePoint = ({ row }: Point): void =>
  editOwnTable(`Delete point ${row}`, (old) => removeRow(old, row));
