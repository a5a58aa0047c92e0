import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cosineAndSine, logarithm } from '../../../engine/random/rounded-functions.ts';

/** The built-in functions are right to about one unit in the last place. */
const oneUnit = 2 ** -52;

describe('functions rounded the same everywhere', () => {
  test('logarithm agrees with the built-in one to a unit', () => {
    fc.assert(
      fc.property(fc.double({ min: 2 ** -60, max: 2 ** 60, noNaN: true }), (value) => {
        const expected = Math.log(value);
        expect(Math.abs(logarithm(value) - expected)).toBeLessThanOrEqual(oneUnit * Math.abs(expected));
      }),
    );
  });

  test('logarithm is exact where the answer is', () => {
    expect(logarithm(1)).toBe(0);
    expect(logarithm(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(logarithm(2)).toBe(Math.LN2);
    expect(logarithm(Math.E)).toBe(1);
  });

  test('cosine and sine agree with the built-in ones to a unit over two turns', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4 * Math.PI, noNaN: true }), (angle) => {
        const { cosine, sine } = cosineAndSine(angle);
        expect(Math.abs(cosine - Math.cos(angle))).toBeLessThanOrEqual(oneUnit * Math.abs(cosine));
        expect(Math.abs(sine - Math.sin(angle))).toBeLessThanOrEqual(oneUnit * Math.abs(sine));
      }),
    );
  });

  test('cosine and sine of no angle and of pi', () => {
    expect(cosineAndSine(0)).toEqual({ cosine: 1, sine: 0 });
    expect(cosineAndSine(Math.PI)).toEqual({ cosine: -1, sine: 1.2246467991473532e-16 });
  });
});
