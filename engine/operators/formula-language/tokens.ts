import { FormulaFault } from './syntax.ts';

export type Token =
  | { readonly kind: 'number'; readonly at: number; readonly text: string; readonly value: number }
  | { readonly kind: 'name'; readonly at: number; readonly text: string }
  | { readonly kind: 'sign'; readonly at: number; readonly text: string }
  | { readonly kind: 'end'; readonly at: number; readonly text: '' };

const longestName = 30;

const space = /^\s+/u;
const numeral = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/;
const word = /^[A-Za-z][A-Za-z0-9_]*/;
const sign = /^(?:\*\*|>=|<=|==|[-+*/@^><=(),[\]])/;

/** Signs that mean something in other languages, with what to write here. */
const strangers: ReadonlyMap<string, string> = new Map([
  ['×', 'write * for a product'],
  ['·', 'write * for a product'],
  ['⊙', 'write * for a product'],
  ['÷', 'write / for a quotient'],
  ['−', 'write - for minus'],
  ['²', 'write ^2 for a square'],
  ['√', 'write sqrt(…)'],
  ['|', 'write abs(…)'],
  ['.', 'methods and attributes are not part of a formula'],
  ['_', 'names begin with a letter'],
  [';', 'a formula is one expression'],
  ['%', 'there is no remainder'],
  ['&', 'there is no and; multiply two comparisons'],
  ['!', 'there is no not'],
  ["'", 'there is no text in a formula'],
  ['"', 'there is no text in a formula'],
  ['`', 'there is no text in a formula'],
]);

/** The tokens of a text, with one that marks its end. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at, at + 400);
    const blank = space.exec(rest)?.[0];
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const token = readToken(rest, at);
    tokens.push(token);
    at += token.text.length;
  }
  return [...tokens, { kind: 'end', at: text.length, text: '' }];
}

function readToken(rest: string, at: number): Token {
  const digits = numeral.exec(rest)?.[0];
  if (digits !== undefined) {
    const next = word.exec(rest.slice(digits.length))?.[0];
    if (next !== undefined) {
      throw new FormulaFault(
        `Expected a sign between ${digits} and ${next}; write ${digits} * ${next}`,
        at + digits.length,
      );
    }
    const value = Number(digits);
    if (!Number.isFinite(value)) throw new FormulaFault(`${digits} is too large for a number`, at);
    return { kind: 'number', at, text: digits, value };
  }
  const name = word.exec(rest)?.[0];
  if (name !== undefined) {
    if (name.length > longestName) {
      throw new FormulaFault(
        `Expected names of at most ${longestName} characters; this one has ${name.length}`,
        at,
      );
    }
    return { kind: 'name', at, text: name };
  }
  const mark = sign.exec(rest)?.[0];
  if (mark !== undefined) return { kind: 'sign', at, text: mark };
  const character = [...rest][0] ?? '';
  const advice = /\p{L}/u.test(character)
    ? 'names are of the letters a to z, digits and _, such as beta'
    : strangers.get(character);
  const shown = /[\p{C}\p{Z}]/u.test(character) ? 'an invisible character' : character;
  throw new FormulaFault(
    `Expected a number, a name or a sign; found ${shown}${advice === undefined ? '' : `: ${advice}`}`,
    at,
  );
}

/** The words of a text that stand for values, as far as it can be read: names that no bracket follows. */
export function looseNames(text: string): readonly string[] {
  const found = [...text.matchAll(/(?<![\w.])([A-Za-z]\w*)\s*(?![\w(])(?!\s*[(=](?!=))/g)].map(
    ([, name]) => name ?? '',
  );
  return [...new Set(found)].filter((name) => name.length <= longestName);
}
