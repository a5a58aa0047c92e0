import { describe, expect, test } from 'vitest';
import {
  brief,
  count,
  decimalsFor,
  exact,
  fixed,
  narrow,
  percent,
  scoreText,
} from '../../../app/live/number-text.ts';

describe('numbers in panels', () => {
  test('fixed decimals with a real minus; exact zero is 0, a rounded one is not', () => {
    expect(fixed(-0.5, 3)).toBe('−0.500');
    expect(fixed(0, 3)).toBe('0');
    expect(fixed(0.0001, 3)).toBe('0.000');
    expect(fixed(-0.0001, 3)).toBe('0.000');
    expect(fixed(12_345_678, 3)).toBe('1.2e7');
  });

  test('what is no finite number is spelled out', () => {
    expect(fixed(Number.NaN, 2)).toBe('NaN');
    expect(brief(Number.NEGATIVE_INFINITY)).toBe('−∞');
    expect(exact(Number.POSITIVE_INFINITY)).toBe('∞');
  });

  test('norms take two digits and a power', () => {
    expect(brief(0.1338)).toBe('1.3e−1');
    expect(brief(1234)).toBe('1.2e3');
    expect(brief(0)).toBe('0');
  });

  test('on a wire no number is wider than seven characters and its sign', () => {
    expect([0.19541, 42.1234, 1234.567, 103_078.663, -250_000_000].map((value) => narrow(value, 4))).toEqual([
      '0.1954',
      '42.1234',
      '1234.6',
      '1.0e5',
      '−2.5e8',
    ]);
  });

  test('scores of large targets are counted in thousands, with as many digits', () => {
    const of = (value: number) => scoreText({ kind: 'number', decimals: 5 }, value);
    expect([0.25, 2622.01697, 10_612_034.4, 2.5e14].map(of)).toEqual([
      '0.25000',
      '2,622.02',
      '10,612,034',
      '2.5e14',
    ]);
  });

  test('exact numbers keep every digit', () => {
    expect(exact(-0.1)).toBe('−0.1');
    expect(exact(1e-21)).toBe('1e−21');
  });

  test('counts are exact at any size', () => {
    expect(count(101_770)).toBe('101,770');
    expect(count(134_217_729n * 134_217_727n)).toBe('18,014,398,509,481,983');
  });

  test('shares are percent with a thin space', () => {
    expect(percent(29 / 30)).toBe('96.7\u2009%');
  });

  test.each([
    [0, 3],
    [250, 2],
    [5, 2],
    [0.05, 4],
    [1e-9, 6],
    [Number.POSITIVE_INFINITY, 3],
  ])('numbers up to %f show %i decimals', (bound, decimals) => {
    expect(decimalsFor(bound)).toBe(decimals);
  });
});
