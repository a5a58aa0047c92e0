import { expect, test } from 'vitest';
import { chooseDataset } from '../../../app/data/choose-dataset.ts';
import { editOwnTable } from '../../../app/data/edit-own-table.ts';
import { preparedOf } from '../../../app/data/resolved-data.ts';
import { takeOwnTable } from '../../../app/data/take-own-table.ts';
import { documentStore, startWith, undo } from '../../../app/document/store.ts';
import { addRow, setCell } from '../../../engine/data/own/table.ts';
import { prepareData } from '../../../engine/data/prepare.ts';
import { type OwnTable, ownDataset } from '../../../engine/graph/document.ts';
import { templateDocument } from '../../engine/graph/template-document.ts';

const table: OwnTable = {
  name: 't.csv',
  missing: 'drop',
  columns: [
    { name: 'a', kind: 'number', use: 'feature' },
    { name: 'b', kind: 'number', use: 'feature' },
    { name: 'kind', kind: 'category', use: 'target' },
  ],
  rows: [
    [1, 2, 'x'],
    [3, 4, 'y'],
    [5, 6, 'x'],
  ],
};
const whole = () => documentStore.getState().whole;
const attributesOf = (id: string) => whole().nodes.find((node) => node.id === id)?.attributes;
const { split, scaler } = templateDocument('iris').data;

test('taking a table, editing it and choosing another data set are one step each, and nodes follow', async () => {
  const before = templateDocument('iris');
  startWith(before);
  const prepared = prepareData({ split, scaler, dataset: ownDataset, table });
  if (!prepared.ok) throw new Error(prepared.message);
  takeOwnTable(table, { split, scaler }, prepared.data);
  const now = preparedOf(whole().data);
  expect(now.ok && now.data).toBe(prepared.data);
  expect(whole().data).toMatchObject({ dataset: ownDataset, table });
  expect([attributesOf('x')?.['shape'], attributesOf('y')?.['classes']]).toEqual([[2], 2]);

  editOwnTable('Change kind of row 2', (old) => setCell(old, 2, 2, 'z'));
  expect(attributesOf('y')?.['classes']).toBe(3);
  undo();
  expect([whole().data.table?.rows[2], attributesOf('y')?.['classes']]).toEqual([[5, 6, 'x'], 2]);

  // A table that cannot be prepared yet is kept all the same.
  editOwnTable('Change it', (old) => ({ ...addRow(old), rows: [] }));
  expect(whole().data.table?.rows).toEqual([]);
  undo();

  await chooseDataset('wine');
  expect([whole().data.dataset, attributesOf('x')?.['shape'], attributesOf('y')?.['classes']]).toEqual([
    'wine',
    [13],
    3,
  ]);
  // The table stays in the document for coming back.
  expect(whole().data.table?.name).toBe('t.csv');
  undo();
  undo();
  expect(whole()).toEqual(before);
});
