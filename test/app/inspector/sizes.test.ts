import { describe, expect, test } from 'vitest';
import { formatSizes, readSizes } from '../../../app/inspector/sizes.ts';

describe('sizes as a person types them', () => {
  test.each([
    ['4', [4]],
    ['3×32', [3, 32]],
    ['3 x 32', [3, 32]],
    ['(3, 32, 32)', [3, 32, 32]],
    ['[1]', [1]],
    ['', []],
  ])('%j is read', (text, sizes) => {
    expect(readSizes(text)).toEqual(sizes);
  });

  test.each(['0', '-4', '3.5', 'four', '4 4.5'])('%j is refused', (text) => {
    expect(readSizes(text)).toBeUndefined();
  });

  test('what is written is read back', () => {
    for (const sizes of [[7], [2, 3], [1, 2, 3, 4]]) expect(readSizes(formatSizes(sizes))).toEqual(sizes);
  });
});
