/** What stands between whole and fraction. */
export type DecimalMark = '.' | ',';

/** How the numbers of a table are written. */
export interface NumberWriting {
  readonly decimal: DecimalMark;
  /** Whether marks between thousands are passed over, and a unit that a whole column has: € 1,234 or 12 %. */
  readonly marks: boolean;
}

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

/** A number with what stands around it. */
export interface MarkedNumber {
  readonly value: number;
  /** As it is written, before or after the number; empty where nothing is. */
  readonly unit: string;
}

/** A currency may stand before the number; letters there would be the name of a thing: P1, P2. */
const unitBefore = String.raw`(?<before>\p{Sc}|[A-Z]{3}(?= ))?`;
const unitAfter = String.raw`(?<after>[%‰°\p{Sc}]|°?[\p{L}µ][\p{L}²³/]{0,9})?`;

const marked = (decimal: string, mark: string): RegExp =>
  new RegExp(
    String.raw`^(?<sign>[+\u2212-]?) ?${unitBefore} ?(?<inner>[+\u2212-]?)(?<body>(?:[1-9]\d{0,2}(?<mark>[${mark}'’ ])\d{3}(?:\k<mark>\d{3})*|\d+)(?:${decimal}\d*)?|${decimal}\d+) ?${unitAfter}$`,
    'u',
  );
const markedWith: Readonly<Record<DecimalMark, RegExp>> = { '.': marked('\\.', ','), ',': marked(',', '.') };

/** A number with marks between its thousands, a unit, or a typographic minus sign; or undefined. */
export function readMarked(text: string, decimal: DecimalMark): MarkedNumber | undefined {
  const plain = readNumber(text, decimal);
  if (plain !== undefined) return { value: plain, unit: '' };
  const { sign, before, inner, body, mark, after } = markedWith[decimal].exec(text)?.groups ?? {};
  // One sign, one unit.
  if (body === undefined || (sign !== '' && inner !== '') || (before !== undefined && after !== undefined))
    return undefined;
  const digits = mark === undefined ? body : body.replaceAll(mark, '');
  const value = readNumber(digits, decimal);
  if (value === undefined) return undefined;
  const isNegative = sign === '' ? inner !== '' && inner !== '+' : sign !== '+';
  return { value: isNegative ? 0 - value : value, unit: before ?? after ?? '' };
}

/** A unit of letters must stand in every cell: 12b beside 13 is the number of a house. */
const mayLack = (unit: string): boolean => !/\p{L}/u.test(unit);

/** How the numbers of one column are read, and the unit that they have. */
export interface ColumnReader {
  readonly read: (text: string) => number | undefined;
  readonly unit: string;
}

/** A column reads as numbers with marks where at least half of its cells then are some, all in one unit. */
export function columnReader(texts: readonly string[], { decimal, marks }: NumberWriting): ColumnReader {
  const strict: ColumnReader = { read: (text) => readNumber(text, decimal), unit: '' };
  if (!marks) return strict;
  const units = new Map<string, number>();
  let [present, numbers, plain] = [0, 0, 0];
  for (const text of texts) {
    if (isMissing(text)) continue;
    present += 1;
    const found = readMarked(text, decimal);
    if (found === undefined) continue;
    numbers += 1;
    if (readNumber(text, decimal) !== undefined) plain += 1;
    units.set(found.unit, (units.get(found.unit) ?? 0) + 1);
  }
  const named = [...units.keys()].filter((unit) => unit !== '');
  const [unit = ''] = named;
  if (named.length > 1 || plain === numbers || numbers * 2 < present) return strict;
  if (units.has('') && unit !== '' && !mayLack(unit)) return strict;
  return { read: (text) => readMarked(text, decimal)?.value, unit };
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
