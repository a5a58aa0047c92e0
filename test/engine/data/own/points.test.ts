import { expect, test } from 'vitest';
import {
  nextPoint,
  planeOfPoints,
  pointBefore,
  pointCells,
  pointClasses,
  pointColumns,
  pointNear,
  pointsOf,
} from '../../../../engine/data/own/points.ts';
import type { Cell, OwnTable, TableColumn } from '../../../../engine/graph/document.ts';

const column = (name: string, kind: TableColumn['kind'], use: TableColumn['use']): TableColumn => ({
  name,
  kind,
  use,
});
const [a, b] = [column('a', 'number', 'feature'), column('b', 'number', 'feature')];
const kind = column('kind', 'category', 'target');
const columns = { x: 1, y: 2, target: 0 };
const table = (...rows: readonly (readonly Cell[])[]): OwnTable => ({
  name: 't',
  columns: [kind, a, b],
  missing: 'drop',
  rows,
});
const planeFor = (...rows: readonly (readonly Cell[])[]) => planeOfPoints(pointsOf(table(...rows), columns));

test('a table is points where it has two features of numbers and a class', () => {
  expect(pointColumns([kind, column('id', 'category', 'unused'), a, b])).toEqual({ x: 2, y: 3, target: 0 });
  expect(pointColumns([a, kind])).toBeUndefined();
  expect(pointColumns([a, b, column('c', 'number', 'feature'), kind])).toBeUndefined();
  expect(pointColumns([a, column('c', 'category', 'feature'), kind])).toBeUndefined();
  expect(pointColumns([a, b, column('y', 'number', 'target')])).toBeUndefined();
});

test('rows with both numbers are points, with or without a class', () => {
  expect(pointsOf(table(['A', 1, 2], ['A', null, 2], [null, 3, 4]), columns)).toEqual([
    { row: 0, at: [1, 2], label: 'A' },
    { row: 2, at: [3, 4], label: undefined },
  ]);
  expect(pointCells(table(), columns, [1, 2], 'B')).toEqual(['B', 1, 2]);
});

test('the plane goes from −1 to 1 and as far as points lie; those far off are shown by themselves', () => {
  expect(planeFor()).toEqual({ x: [-1, 1], y: [-1, 1] });
  expect(planeFor(['A', 0.2, 1], ['B', 0.3, -1])).toEqual({ x: [-1, 1], y: [-1, 1] });
  const { x, y } = planeFor(['A', 4, 150], ['B', 0, 200]);
  expect(x).toEqual([-1, 4.5]);
  expect(y).toEqual([145, 205]);
});

test('the classes are those there are, two at least, and one more; the first one drawn keeps its place', () => {
  const classes = (...labels: readonly Cell[]) =>
    pointClasses(table(...labels.map((label) => [label, 0, 0])), columns);
  expect(classes()).toEqual(['A', 'B']);
  expect(classes('B', null)).toEqual(['A', 'B']);
  expect(classes('B', 'A')).toEqual(['A', 'B', 'C']);
  expect(classes('10', '9')).toEqual(['9', '10', 'A']);
});

test('a place takes the nearest point within reach, the later of two in one place', () => {
  const points = pointsOf(table(['A', 0, 0], ['A', 0.1, 0], ['B', 0.1, 0]), columns);
  const plane = planeOfPoints(points);
  const rowNear = (left: number) => pointNear(points, plane, { left, top: 0.5 }, 0.03)?.row;
  expect([rowNear(0.49), rowNear(0.54), rowNear(0.6)]).toEqual([0, 2, undefined]);
});

test('points are gone through by their rows, and round', () => {
  const points = pointsOf(table(['A', 0, 0], ['A', null, 0], ['B', 1, 1]), columns);
  expect([nextPoint(points, -1)?.row, nextPoint(points, 0)?.row, nextPoint(points, 2)?.row]).toEqual([
    0, 2, 0,
  ]);
  expect([pointBefore(points, 2)?.row, pointBefore(points, 0)?.row]).toEqual([0, 2]);
  expect(nextPoint([], 0)).toBeUndefined();
});
