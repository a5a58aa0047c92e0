import { expect, test } from 'vitest';
import { pointColumns } from '../../../app/data/point-columns.ts';
import type { TableColumn } from '../../../engine/graph/document.ts';

const column = (name: string, kind: TableColumn['kind'], use: TableColumn['use']): TableColumn => ({
  name,
  kind,
  use,
});
const table = (...columns: readonly TableColumn[]) =>
  ({ name: 't', columns, missing: 'drop', rows: [] }) as const;
const [a, b] = [column('a', 'number', 'feature'), column('b', 'number', 'feature')];
const kind = column('kind', 'category', 'target');

test('a table is points where it has two features of numbers and a class', () => {
  expect(pointColumns(table(kind, column('id', 'category', 'unused'), a, b))).toEqual({
    x: 2,
    y: 3,
    target: 0,
  });
  expect(pointColumns(table(a, kind))).toBeUndefined();
  expect(pointColumns(table(a, b, column('c', 'number', 'feature'), kind))).toBeUndefined();
  expect(pointColumns(table(a, column('c', 'category', 'feature'), kind))).toBeUndefined();
  expect(pointColumns(table(a, b, column('y', 'number', 'target')))).toBeUndefined();
});
