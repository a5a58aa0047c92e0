import { expect, test } from 'vitest';
import { writtenNumber } from '../../../engine/notation/written-number.ts';

test.each([
  [0, '0', undefined],
  [-0, '0', undefined],
  [1, '1', undefined],
  [0.1, '0.1', undefined],
  [Math.fround(0.1), '0.1', undefined],
  [1 / 3, '0.333333', undefined],
  [0.001, '0.001', undefined],
  [1e-5, undefined, -5],
  [2.5e-7, '2.5', -7],
  [123456789, '123456789', undefined],
  [1e7, undefined, 7],
  [3e20, '3', 20],
  [999999.4, '999999', undefined],
  [Number.POSITIVE_INFINITY, '∞', undefined],
  [Number.NaN, 'NaN', undefined],
] as const)('%d is written short', (value, digits, exponent) => {
  expect(writtenNumber(value)).toEqual({ negative: false, digits, exponent });
});

test('the sign stands apart', () => {
  expect(writtenNumber(-0.25)).toEqual({ negative: true, digits: '0.25', exponent: undefined });
  expect(writtenNumber(Number.NEGATIVE_INFINITY).negative).toBe(true);
});
