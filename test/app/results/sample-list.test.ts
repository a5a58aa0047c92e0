import { describe, expect, test } from 'vitest';
import { sampleLines } from '../../../app/results/sample-list.ts';
import type { Decisions } from '../../../engine/train/decisions.ts';

const decisions: Decisions = {
  kind: 'classes',
  classes: 2,
  probabilities: Float64Array.from([0.7, 0.3, 0.4, 0.6, 0.1, 0.9]),
  truth: Float64Array.from([0, 0, 1]),
};
const indices = [7, 3, 5] as const;
const rows = (...[which, order]: [Parameters<typeof sampleLines>[2], 'row' | 'worst']) =>
  sampleLines(decisions, indices, which, order).map(({ row }) => row);

describe('samples of a part', () => {
  test('stand by their row in the data set, or the worst first', () => {
    expect(rows('all', 'row')).toEqual([3, 5, 7]);
    expect(rows('all', 'worst')).toEqual([3, 7, 5]);
    expect(sampleLines(decisions, indices, 'all', 'worst')[0]).toEqual({
      kind: 'classes',
      sample: 1,
      row: 3,
      truth: 0,
      predicted: 1,
      probability: 0.6,
      probabilityOfTruth: 0.4,
    });
  });

  test('are those of a cell of the confusion matrix, or those decided wrongly', () => {
    expect(rows('wrong', 'row')).toEqual([3]);
    expect(rows({ truth: 0, predicted: 0 }, 'row')).toEqual([7]);
    expect(rows({ truth: 1, predicted: 0 }, 'row')).toEqual([]);
  });

  test('with numbers, the largest error is the worst', () => {
    const numbers: Decisions = {
      kind: 'numbers',
      predicted: Float64Array.from([1, 5, 2]),
      truth: Float64Array.from([1.5, 2, 2]),
    };
    expect(sampleLines(numbers, indices, 'wrong', 'worst').map(({ row }) => row)).toEqual([3, 7, 5]);
  });
});
