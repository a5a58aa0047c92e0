import { describe, expect, test } from 'vitest';
import { colourToken, inkToken, placeOnMap } from '../../../app/live/colour-map.ts';

const token = (value: number, bound: number, signed: boolean): string =>
  colourToken(placeOnMap(value, bound, signed));

describe('the colour maps', () => {
  test.each([
    [0, '--div-0'],
    [1, '--div-p5'],
    [-1, '--div-n5'],
    [0.6, '--div-p3'],
    [-0.6, '--div-n3'],
    [0.05, '--div-0'],
    [-0.05, '--div-0'],
  ])('a signed %f of 1 is %s', (value, expected) => {
    expect(token(value, 1, true)).toBe(expected);
  });

  test('both sides have the same bound', () => {
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.9, 1]) {
      expect(token(share * 4, 4, true).replace('p', 'n')).toBe(token(-share * 4, 4, true));
    }
  });

  test.each([
    [0, '--seq-0'],
    [0.5, '--seq-4'],
    [1, '--seq-8'],
  ])('an unsigned %f of 1 is %s', (value, expected) => {
    expect(token(value, 1, false)).toBe(expected);
  });

  test('what lies outside the bound takes the end, what is no number the ground', () => {
    expect(token(9, 1, true)).toBe('--div-p5');
    expect(token(9, 1, false)).toBe('--seq-8');
    expect(token(Number.NaN, 1, true)).toBe('--div-0');
    expect(token(0, 0, false)).toBe('--seq-0');
    expect(token(Number.POSITIVE_INFINITY, 1, true)).toBe('--div-p5');
  });

  test('text is ink on the light end and its opposite on the dark end', () => {
    expect(inkToken(placeOnMap(0.4, 1, true))).toBe('--ink');
    expect(inkToken(placeOnMap(-0.6, 1, true))).toBe('--on-div-3');
    expect(inkToken(placeOnMap(1, 1, true))).toBe('--on-ink');
    expect(inkToken(placeOnMap(0.5, 1, false))).toBe('--ink');
    expect(inkToken(placeOnMap(0.625, 1, false))).toBe('--on-ink');
  });
});
