import { expect, test } from 'vitest';
import { addRow, rawOf, readCell, removeRow, setCell, tableOf } from '../../../../engine/data/own/table.ts';
import type { OwnTable } from '../../../../engine/graph/document.ts';

const table: OwnTable = {
  name: 't',
  missing: 'drop',
  columns: [
    { name: 'a', kind: 'number', use: 'feature' },
    { name: 'b', kind: 'category', use: 'target' },
  ],
  rows: [
    [1.5, 'x'],
    [null, '02'],
  ],
};

test('cells are read as their column’s kind', () => {
  expect(readCell('1,5', 'number', () => 1.5)).toBe(1.5);
  expect([readCell('0x10', 'number'), readCell('?', 'number'), readCell('', 'category')]).toEqual([
    null,
    null,
    null,
  ]);
  expect(readCell('02', 'category')).toBe('02');
});

test('a table as text and back is the same table', () => {
  const { rows: _, ...choices } = table;
  expect(tableOf(rawOf(table), choices, { decimal: '.', marks: false })).toEqual(table);
});

test('one edit changes one row and leaves the others the objects they are', () => {
  const edited = setCell(table, 1, 0, 3);
  expect(edited.rows).toEqual([
    [1.5, 'x'],
    [3, '02'],
  ]);
  expect(edited.rows[0]).toBe(table.rows[0]);
  expect(addRow(table).rows.at(-1)).toEqual([null, null]);
  expect(addRow(table, [2, 'y']).rows).toHaveLength(3);
  expect(removeRow(table, 0).rows).toEqual([[null, '02']]);
});
