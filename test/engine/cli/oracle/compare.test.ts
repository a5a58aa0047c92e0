import { describe, expect, test } from 'vitest';
import {
  differences,
  exactly,
  printedDifferences,
  singleOperation,
  tensorDifferences,
} from '../../../../engine/cli/oracle/compare.ts';

describe('numbers', () => {
  test('agree within the tolerance, and nowhere else', () => {
    expect(differences('x', [1.000009], [1], singleOperation)).toEqual([]);
    expect(differences('x', [1.00002], [1], singleOperation)).toEqual(['x[0] is 1.00002, not 1']);
    expect(differences('x', [1, 2], [1], exactly)).toEqual(['x has 2 numbers, not 1']);
  });

  test('what is no number agrees with itself only', () => {
    expect(differences('x', [Number.NaN], [Number.NaN], exactly)).toEqual([]);
    expect(differences('x', [0], [Number.NaN], singleOperation)).toHaveLength(1);
    expect(differences('x', [Number.NaN], [0], singleOperation)).toHaveLength(1);
    expect(differences('x', [Number.POSITIVE_INFINITY], [1e300], singleOperation)).toHaveLength(1);
    expect(differences('x', [-0], [0], exactly)).toEqual([]);
  });
});

test('tensors need the same shape', () => {
  const found = { shape: [2, 1], data: [1, 2] };
  expect(tensorDifferences('x', found, { shape: [2], data: [1, 2] }, exactly)).toEqual([
    'x has shape [2, 1], not [2]',
  ]);
});

test('printed numbers are right to the digits that are printed', () => {
  expect(printedDifferences('x', [0.5448789, 0.4551211], [0.5449, 0.4551])).toEqual([]);
  expect(printedDifferences('x', [0.5448789], [0.5448])).toEqual(['printed x[0] is 0.5448789, not 0.5448']);
  // All numbers of a list have the digits of its longest: 0 stands for 0.00.
  expect(printedDifferences('x', [0.18, 0.3], [0.18, 0])).toHaveLength(1);
});
