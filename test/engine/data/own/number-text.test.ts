import { describe, expect, test } from 'vitest';
import { columnReader, readMarked } from '../../../../engine/data/own/number-text.ts';

describe('a number with marks and a unit', () => {
  test.each([
    ['1,234', 1234, ''],
    ['12,345,678.9', 12345678.9, ''],
    ['1 234', 1234, ''],
    ["1'234.5", 1234.5, ''],
    ['12 %', 12, '%'],
    ['12%', 12, '%'],
    ['€ 5', 5, '€'],
    ['$1,234.50', 1234.5, '$'],
    ['-€5', -5, '€'],
    ['€ -5', -5, '€'],
    ['\u22125 °C', -5, '°C'],
    ['EUR 5', 5, 'EUR'],
    ['5.5 kg/m³', 5.5, 'kg/m³'],
    ['+3', 3, ''],
  ])('%s', (text, value, unit) => {
    expect(readMarked(text, '.')).toEqual({ value, unit });
  });

  test.each([
    '1,23',
    '12,34,567',
    '0,123',
    '1,234 567',
    'P1',
    '0x10',
    '5 kg 3',
    '€ 5 %',
    '--5',
    '2024-01-05',
    '1.2.3',
    '030 123 456',
    '',
    '%',
  ])('%j is none', (text) => {
    expect(readMarked(text, '.')).toBeUndefined();
  });

  test('where the comma is the decimal mark, the point stands between thousands', () => {
    expect(readMarked('1.234,5', ',')).toEqual({ value: 1234.5, unit: '' });
    expect(readMarked('1.234,5 €', ',')).toEqual({ value: 1234.5, unit: '€' });
    expect(readMarked('1,5', ',')?.value).toBe(1.5);
  });
});

describe('a column', () => {
  const read = (texts: readonly string[], marks = true) => {
    const reader = columnReader(texts, { decimal: '.', marks });
    return texts.map((text) => reader.read(text));
  };
  test.each([
    ['one unit throughout', ['12 %', '7 %', ''], [12, 7, undefined]],
    ['a symbol that some lack', ['12 %', '0'], [12, 0]],
    ['letters that some lack', ['12b', '13'], [undefined, 13]],
    ['two units', ['5 kg', '600 g'], [undefined, undefined]],
    ['one price among words', ['free', 'gratis', '€ 5'], [undefined, undefined, undefined]],
    ['one word among prices', ['€ 1,000', '€ 7', 'free'], [1000, 7, undefined]],
  ])('%s', (_, texts, numbers) => {
    expect(read(texts)).toEqual(numbers);
  });

  test('reads neither where that is not wanted', () => {
    expect(read(['€ 1,000', '5'], false)).toEqual([undefined, 5]);
  });
});
