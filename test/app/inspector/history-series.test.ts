import { describe, expect, test } from 'vitest';
import {
  elementLines,
  elementName,
  extentOf,
  heatOf,
  momentAt,
  normLines,
  spreadLines,
} from '../../../app/inspector/history-series.ts';
import { historyBins, type Moment } from '../../../engine/train/history.ts';
import { histogramOf, statisticsOf } from '../../../engine/train/statistics.ts';

const moment = (step: number, ...numbers: readonly number[]): Moment => {
  const data = Float64Array.from(numbers);
  const statistics = statisticsOf(data);
  return { step, ...statistics, counts: histogramOf(data, statistics, historyBins) };
};
const moments = [moment(0, 0, 0, 0, 4), moment(10, 2, 2), moment(40, 4, 8)];

describe('a history', () => {
  test('as heat has each number at its height from its step on, the fullest bin darkest', () => {
    const [columns, rows] = [4, 8];
    const extent = extentOf([moments]);
    const heat = heatOf(moments, extent, columns, rows);
    const column = (at: number) => Array.from({ length: rows }, (_, row) => heat[row * columns + at]);
    expect(extent).toEqual({ first: 0, last: 40, low: 0, high: 8 });
    // Step 5: three numbers at 0, which is the bottom, and one at 4, the middle.
    expect(column(0).at(-1)).toBe(1);
    expect(column(0)[4]).toBeCloseTo(Math.sqrt(1 / 3), 6);
    expect(column(0).filter((value) => !Number.isNaN(value))).toHaveLength(2);
    // Step 15: both at 2, in the sixth of eight rows from above, since 8 is at the top.
    expect(column(1).map((value) => !Number.isNaN(value))).toEqual([0, 0, 0, 0, 0, 0, 1, 0].map(Boolean));
    expect(momentAt(moments, 35)?.step).toBe(10);
  });

  test('of a run that is shorter than the other ends where the run does', () => {
    const short = moments.slice(0, 2);
    const heat = heatOf(short, extentOf([short, moments]), 4, 1);
    expect([...heat].map((value) => !Number.isNaN(value))).toEqual([true, true, false, false]);
  });

  test('of a run that branched off has the former run as a dashed line behind its own', () => {
    const history = { moments, former: [moment(0, 0, 0, 0, 4), moment(20, 9, 9)] };
    for (const lines of [spreadLines(history), normLines(history)]) {
      expect(lines.filter(({ isFormer }) => isFormer)).toEqual([lines[0]]);
      expect(lines[0]?.points.map(({ x }) => x)).toEqual([0, 20]);
      expect(lines.map(({ dash }) => dash)[0]).toBeDefined();
    }
    const elements = [{ index: 1, values: [0, 5] }];
    const path = { steps: [0, 7], elements, size: 2, plane: undefined };
    const lines = elementLines({ ...path, former: { steps: [0, 20], elements } }, [2]);
    expect(lines.map(({ name, isFormer, points }) => [name, isFormer, points.at(-1)?.x])).toEqual([
      ['[1] of the former run', true, 20],
      ['[1]', undefined, 7],
    ]);
  });

  test('as lines has the mean between one standard deviation to both sides', () => {
    const [upper, middle, lower] = spreadLines({ moments, former: undefined }).map(({ points }) =>
      points.map(({ y }) => y),
    );
    expect(middle).toEqual([1, 2, 6]);
    expect(upper?.map((value, at) => value - (middle?.[at] ?? 0))).toEqual([Math.sqrt(3), 0, 2]);
    expect(lower?.map((value, at) => (middle?.[at] ?? 0) - value)).toEqual([Math.sqrt(3), 0, 2]);
  });

  test('names elements by their places, and tells twelve of them apart', () => {
    expect([elementName(5, [2, 3]), elementName(5, [6]), elementName(0, [])]).toEqual([
      '[1, 2]',
      '[5]',
      '[]',
    ]);
    const elements = Array.from({ length: 12 }, (_, index) => ({ index, values: [0, index] }));
    const lines = elementLines(
      { steps: [0, 7], size: 12, elements, plane: undefined, former: undefined },
      [12],
    );
    expect(new Set(lines.map(({ dash, colour }) => `${dash} ${colour}`)).size).toBe(12);
    expect(lines[3]?.points).toEqual([
      { x: 0, y: 0 },
      { x: 7, y: 3 },
    ]);
  });
});
