import { describe, expect, test } from 'vitest';
import { LossHistory, mostPoints } from '../../../app/worker/loss-history.ts';

const filled = (steps: number, loss: (step: number) => number): LossHistory => {
  const history = new LossHistory();
  for (let step = 1; step <= steps; step += 1) history.add(step, loss(step));
  return history;
};

const pairs = (points: Float64Array): readonly (readonly [number, number])[] =>
  Array.from({ length: points.length / 2 }, (_, index) => [
    points[index * 2] as number,
    points[index * 2 + 1] as number,
  ]);

describe('the history of losses', () => {
  test('keeps every loss while there is room', () => {
    const { stride, points } = filled(3, (step) => step / 10).curve();
    expect(stride).toBe(1);
    expect(pairs(points)).toEqual([
      [1, 0.1],
      [2, 0.2],
      [3, 0.3],
    ]);
  });

  test('keeps the first losses one by one, however many follow', () => {
    const history = filled(10 * mostPoints, (step) => (step === 2 ? 300 : 1));
    expect(history.first).toEqual([1, 300, 1, 1, 1, 1, 1, 1, 1, 1]);
    history.clear();
    expect(history.first).toEqual([]);
  });

  test.each([mostPoints + 1, 1234, 50_000])('stays within its points after %i steps', (steps) => {
    const { points } = filled(steps, () => 1).curve();
    expect(points.length / 2).toBeLessThanOrEqual(mostPoints);
    expect(points.length / 2).toBeGreaterThanOrEqual(mostPoints / 2 - 1);
  });

  test('each point is the mean of the steps it stands for', () => {
    const { stride, points } = filled(8000, (step) => step).curve();
    expect(stride).toBeGreaterThan(1);
    for (const [step, mean] of pairs(points)) expect(mean).toBeCloseTo(step - (stride - 1) / 2, 9);
  });

  test('steps are spaced by the stride and end near the last step', () => {
    const { stride, points } = filled(10_000, () => 0).curve();
    const steps = pairs(points).map(([step]) => step);
    for (let index = 1; index < steps.length; index += 1) {
      expect((steps[index] as number) - (steps[index - 1] as number)).toBe(stride);
    }
    expect(10_000 - (steps.at(-1) as number)).toBeLessThan(stride);
  });

  test('as it was after some steps it has the first losses too, and takes no later one for them', () => {
    const earlier = filled(40, (step) => step).upTo(4);
    earlier.add(5, 7);
    expect(earlier.first).toEqual([1, 2, 3, 4, 7]);
    const later = filled(40, (step) => step).upTo(30);
    later.add(31, 500);
    expect(later.first).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('starts afresh when it is cleared', () => {
    const history = filled(2000, () => 5);
    history.clear();
    history.add(1, 7);
    const { stride, points } = history.curve();
    expect(stride).toBe(1);
    expect(pairs(points)).toEqual([[1, 7]]);
  });
});
