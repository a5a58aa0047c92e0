import { describe, expect, test } from 'vitest';
import { epochMarks } from '../../../app/training/epoch-marks.ts';

describe('marks of epochs', () => {
  test('stand at the end of each, from the first step that there is', () => {
    expect(epochMarks(0, 40, 10)).toEqual([0, 10, 20, 30, 40]);
    expect(epochMarks(15, 40, 10)).toEqual([20, 30, 40]);
  });

  test('are never more than can be told apart, and stay round numbers', () => {
    for (const epochs of [51, 100, 101, 777, 5000, 1_000_000]) {
      const marks = epochMarks(0, epochs * 3, 3);
      expect(marks.length).toBeGreaterThan(5);
      expect(marks.length).toBeLessThanOrEqual(52);
      expect([1, 2, 5]).toContain(Number(String((marks[1] ?? 0) / 3)[0]));
    }
  });

  test('are none where there is no step yet', () => {
    expect(epochMarks(0, 0, 10)).toEqual([]);
  });
});
