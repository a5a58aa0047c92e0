import { describe, expect, test } from 'vitest';
import { readDraft } from '../../../app/ui/number-draft.ts';

describe('readDraft', () => {
  test.each([
    ['8', 8],
    [' 0.1 ', 0.1],
    ['1e-3', 0.001],
    ['−2', -2],
    ['101,770', 101770],
    ['1 234 567.5', 1_234_567.5],
    ['-1_000', -1_000],
    ['.5', 0.5],
  ])('%j is a number', (text, value) => {
    expect(readDraft(text, {})).toEqual({ kind: 'number', value });
  });

  test.each(['eight', '0x10', '1e999', 'NaN', '--1', '1 or 2'])('%j is refused', (text) => {
    expect(readDraft(text, {}).kind).toBe('refused');
  });

  test.each([
    ['8,5', '8.5'],
    ['-0,25', '-0.25'],
    ['0,125', '0.125'],
    ['1234,567', '1234.567'],
    [',5', '.5'],
  ])('%j is no number ten or a hundred times as large: the point is told of', (text, meant) => {
    expect(readDraft(text, {})).toEqual({
      kind: 'refused',
      reason: `“${text}” is not a number. The decimal mark is a point: ${meant}.`,
    });
  });

  test.each(['1 2', '1,2,3', '1,000,00', '12_34'])('%j is refused', (text) => {
    expect(readDraft(text, {}).kind).toBe('refused');
  });

  test('nothing is null only where a number is optional', () => {
    expect(readDraft(' ', { optional: true })).toEqual({ kind: 'empty' });
    expect(readDraft('', {}).kind).toBe('refused');
  });

  test('limits and whole numbers are kept, and the reason says the limit', () => {
    expect(readDraft('0', { minimum: 1 })).toEqual({ kind: 'refused', reason: 'At least 1.' });
    expect(readDraft('11', { maximum: 10 })).toEqual({ kind: 'refused', reason: 'At most 10.' });
    expect(readDraft('1.5', { integer: true }).kind).toBe('refused');
    expect(readDraft('10', { minimum: 1, maximum: 10, integer: true })).toEqual({
      kind: 'number',
      value: 10,
    });
  });
});
