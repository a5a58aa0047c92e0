import { describe, expect, test } from 'vitest';
import { columnsOf, columnsThatFit, labelWidth, matrixView } from '../../../app/inspector/matrix-view.ts';
import { pageOf } from '../../../app/ui/page-of.ts';

const sent = (...shape: readonly number[]) => ({
  shape,
  data: new Float64Array(shape.reduce((product, size) => product * size, 1)),
});

describe('a tensor laid out for reading', () => {
  test.each([
    [[], false, 1, 1],
    [[5], false, 1, 5],
    [[5], true, 5, 1],
    [[3, 4], true, 3, 4],
    [[2, 3, 4], true, 2, 12],
    [[0, 4], true, 0, 0],
  ] as const)('%j (batched: %j) is %i by %i', (shape, isBatched, rows, columns) => {
    expect(matrixView(sent(...shape), isBatched)).toMatchObject({ rows, columns });
  });
});

describe('pages of an axis', () => {
  test('cover it without gap or overlap', () => {
    const pages = [0, 1, 2].map((page) => pageOf(40, page, 16));
    expect(pages.map(({ start, end }) => [start, end])).toEqual([
      [0, 16],
      [16, 32],
      [32, 40],
    ]);
    expect(pages[0]?.pages).toBe(3);
  });

  test('a page beyond the end is the last one', () => {
    expect(pageOf(10, 99, 4)).toEqual({ start: 8, end: 10, page: 2, pages: 3 });
    expect(pageOf(0, 3, 4)).toEqual({ start: 0, end: 0, page: 0, pages: 1 });
  });

  test('at least one column is shown, and more where numbers are short', () => {
    expect(columnsThatFit(1, 30)).toBe(1);
    expect(columnsThatFit(22, 4)).toBeGreaterThan(columnsThatFit(22, 8));
  });

  test('eight activations of three digits stand in one row of the inspector, 263 px of a type of 10.5 px', () => {
    expect(columnsThatFit(263 / 10.5 - labelWidth(2), 4)).toBe(8);
  });

  test('the last page of columns is full, with columns of the one before', () => {
    expect(columnsOf(8, 0, 7)).toMatchObject({ start: 0, end: 7 });
    expect(columnsOf(8, 1, 7)).toMatchObject({ start: 1, end: 8, page: 1, pages: 2 });
    expect(columnsOf(3, 0, 7)).toMatchObject({ start: 0, end: 3 });
  });
});
