import { describe, expect, test } from 'vitest';
import { readNumber } from '../../../app/inspector/editable-cell.tsx';

describe('a number typed into a matrix', () => {
  test.each([
    ['2.5', 2.5],
    [' −0.25 ', -0.25],
    ['0,5', 0.5],
    ['1e-3', 0.001],
    ['0', 0],
  ])('%j is %f', (text, value) => {
    expect(readNumber(text)).toBe(value);
  });

  test.each(['', 'x', '1.2.3', 'NaN', 'Infinity', '1 2'])('%j is none', (text) => {
    expect(readNumber(text)).toBeUndefined();
  });
});
