import { describe, expect, test } from 'vitest';
import { hoursPass, hoursScore, mlpSample, softmaxSample } from '../../../engine/data/course.ts';

const pairs = ({ x, y }: typeof hoursPass): readonly (readonly [number, number])[] =>
  x.map((row, index) => [row[0] as number, y[index] as number]);

// The tables as the course prints them (course.md, parts 1 and 2).
describe('data of the course', () => {
  test('hours and pass', () => {
    expect(pairs(hoursPass)).toEqual([
      [0.5, 0],
      [1, 0],
      [1.5, 1],
      [2, 1],
    ]);
  });

  test('hours and score', () => {
    expect(pairs(hoursScore)).toEqual([
      [0.5, 0],
      [1, 0],
      [1.5, 1],
      [2, 1],
      [2.5, 2],
      [3, 2],
      [3.5, 3],
      [4, 3],
    ]);
  });

  test('the samples worked by hand', () => {
    expect([softmaxSample.x, softmaxSample.y]).toEqual([[[1, 0.5]], [0]]);
    expect([mlpSample.x, mlpSample.y]).toEqual([[[1, 2]], [0]]);
  });
});
