import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixedTwo, listText, withCommas } from '../../../engine/summary/python-text.ts';

describe("Python's '%0.2f'", () => {
  test('ties go to the even digit', () => {
    const ties = [0.125, 0.375, 0.625, 0.875, 2.5, 1234.625];
    expect(ties.map(fixedTwo)).toEqual(['0.12', '0.38', '0.62', '0.88', '2.50', '1234.62']);
  });

  test('what looks like a tie is rounded by its binary value', () => {
    // All three lie just below their decimals: 1.00499999999999989…, 0.01499999999999999944…, 0.04499999999999999833….
    expect([1.005, 0.015, 0.045].map(fixedTwo)).toEqual(['1.00', '0.01', '0.04']);
  });

  test('sizes beyond any exponent notation keep their digits', () => {
    expect(fixedTwo(2 ** 80)).toBe('1208925819614629174706176.00');
    expect(fixedTwo(Number.MIN_VALUE)).toBe('0.00');
    expect(fixedTwo(Number.POSITIVE_INFINITY)).toBe('inf');
  });

  test('agrees with toFixed wherever there is no tie', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (value) => {
        fc.pre(!Number.isInteger(value * 8));
        expect(fixedTwo(value)).toBe(value.toFixed(2));
      }),
    );
  });
});

test('thousands are set off by commas at any size', () => {
  const counts = [0n, 999n, 1000n, 26_090_000n, 18_014_398_643_699_710n];
  expect(counts.map(withCommas)).toEqual(['0', '999', '1,000', '26,090,000', '18,014,398,643,699,710']);
});

test('lists are written as Python writes them', () => {
  expect(listText([-1, 10_000_000, 2])).toBe('[-1, 10000000, 2]');
  expect(
    listText([
      [-1, 3],
      [-1, 2],
    ]),
  ).toBe('[[-1, 3], [-1, 2]]');
});
