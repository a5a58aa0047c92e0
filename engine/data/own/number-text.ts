/** What stands between whole and fraction. */
export type DecimalMark = '.' | ',';

const withPoint = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const withComma = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A number as a table writes it, or undefined. Stricter than `Number`, which reads an empty text as 0 and 0x10 as 16,
 * and than a person, to whom other minus signs and digits are as good.
 */
export function readNumber(text: string, decimal: DecimalMark): number | undefined {
  if (!(decimal === ',' ? withComma : withPoint).test(text)) return undefined;
  const value = Number(decimal === ',' ? text.replace(',', '.') : text);
  // −0 would be a value of its own among categories.
  return Number.isFinite(value) ? value + 0 : undefined;
}

/** 20,000: a number of things in a sentence. */
export const count = (value: number): string => value.toLocaleString('en');

/** How tables write that there is no value: what pandas reads so, what cells of spreadsheets show that could not be computed, ? and -. */
export const missingTexts: readonly string[] = [
  '',
  'NA',
  'N/A',
  'n/a',
  '<NA>',
  '#N/A',
  '#NA',
  '#DIV/0!',
  '#VALUE!',
  '#REF!',
  '#NUM!',
  '#NAME?',
  'NaN',
  'nan',
  'null',
  'NULL',
  'None',
  '?',
  '-',
];

const missing = new Set(missingTexts);

export const isMissing = (text: string): boolean => missing.has(text);

/** Whether a person might take it for a number although it is none: 0x10, ٣, −1, 1_000. */
export const looksLikeNumber = (text: string): boolean =>
  /^[-+\u2212]?\s*[.,]?\p{Nd}[\p{Nd}\p{P}xXbBeE]*/u.test(text);
