import { describe, expect, test } from 'vitest';
import { fusedMultiplyAdd } from '../../../engine/random/normal-block.ts';

// What the blocks give is compared with PyTorch, bit for bit, in initialisers.test.ts.
describe('fusedMultiplyAdd', () => {
  const unit = 2 ** -23;

  test('rounds once, where rounding to float64 first loses what breaks a tie', () => {
    // (1 - unit)(1 + unit) 2^-24 = 2^-24 - 2^-70, so the exact sum lies just below the middle of 1 + unit and 1 + 2 unit.
    const [a, b, c] = [(1 - unit) * 2 ** -12, (1 + unit) * 2 ** -12, 1 + unit] as const;
    expect(fusedMultiplyAdd(a, b, c)).toBe(1 + unit);
    expect(fusedMultiplyAdd(-a, b, -c)).toBe(-(1 + unit));
    expect(Math.fround(a * b + c)).toBe(1 + 2 * unit);
  });

  test('is plain arithmetic where nothing is lost', () => {
    expect(fusedMultiplyAdd(3, 4, 5)).toBe(17);
    expect(fusedMultiplyAdd(-0.5, 0.25, 0)).toBe(-0.125);
  });
});
