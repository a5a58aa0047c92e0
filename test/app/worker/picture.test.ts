import { describe, expect, test } from 'vitest';
import { largestSide, oneHotRows, pictureOf, responsePicture } from '../../../app/worker/picture.ts';
import { tensorOf } from '../../../engine/program/tensor.ts';

describe('the picture of a tensor', () => {
  test('a small matrix is itself', () => {
    const picture = pictureOf(tensorOf([2, 3], [0, 1, 2, -3, 4, 5]));
    expect(picture).toMatchObject({ rows: 2, columns: 3, bound: 5, signed: true });
    expect([...picture.values]).toEqual([0, 1, 2, -3, 4, 5]);
  });

  test('a vector over the batch has one column, a scalar one cell', () => {
    expect(pictureOf(tensorOf([4], [1, 2, 3, 4]))).toMatchObject({ rows: 4, columns: 1, signed: false });
    expect(pictureOf(tensorOf([], [0.5]))).toMatchObject({ rows: 1, columns: 1, bound: 0.5 });
  });

  test('further axes lie side by side', () => {
    expect(pictureOf(tensorOf([2, 2, 3], new Array(12).fill(1)))).toMatchObject({ rows: 2, columns: 6 });
  });

  test.each([1, 2, 31, 33, 100])('never more than 32 by 32, with %i rows', (rows) => {
    const picture = pictureOf(tensorOf([rows, 70], new Array(rows * 70).fill(2)));
    expect(picture.rows).toBe(Math.min(rows, largestSide));
    expect(picture.columns).toBe(largestSide);
    expect(new Set(picture.values)).toEqual(new Set([2]));
  });

  test('blocks cover every number once', () => {
    const data = Array.from({ length: 64 * 64 }, (_, index) => index);
    const { values } = pictureOf(tensorOf([64, 64], data));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeCloseTo((64 * 64 - 1) / 2, 3);
    expect(values[0]).toBe((0 + 1 + 64 + 65) / 4);
  });

  test('the bound ignores what is not finite', () => {
    expect(pictureOf(tensorOf([1, 3], [Number.NaN, Number.POSITIVE_INFINITY, 2])).bound).toBe(2);
  });

  test('no rows give an empty picture', () => {
    expect(pictureOf(tensorOf([0, 4], []))).toMatchObject({ rows: 0, columns: 0, bound: 0 });
  });

  test('class indices become rows of a unit matrix', () => {
    const rows = oneHotRows(tensorOf([3], [2, 0, 1]), 3);
    expect(rows.shape).toEqual([3, 3]);
    expect([...rows.data]).toEqual([0, 0, 1, 1, 0, 0, 0, 1, 0]);
    expect([...oneHotRows(tensorOf([4], [2, -1, Number.NaN, 1]), 2).data]).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  });
});

describe('responses over a plane', () => {
  const steps = 3;
  const points = steps * steps;

  test('each unit is a map of its own, four side by side, with a gap between', () => {
    const units = 5;
    const data = Float64Array.from({ length: points * units }, (_, index) => (index % units) + 1);
    const picture = responsePicture({ shape: [points, units], data }, steps);
    expect([picture.rows, picture.columns, picture.units]).toEqual([2 * steps + 1, 4 * steps + 3, units]);
    const at = (row: number, column: number) => picture.values[row * picture.columns + column];
    expect([at(0, 0), at(0, steps), at(0, steps + 1), at(steps, 0), at(steps + 1, 0)]).toEqual([
      1,
      Number.NaN,
      2,
      Number.NaN,
      5,
    ]);
    expect([picture.bound, picture.signed]).toEqual([5, false]);
  });

  test('the first point is at the top left, and the rows run to the right', () => {
    const data = Float64Array.from({ length: points }, (_, index) => index - 4);
    const picture = responsePicture({ shape: [points, 1], data }, steps);
    expect([...picture.values]).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
    expect([picture.bound, picture.signed]).toEqual([4, true]);
  });
});
