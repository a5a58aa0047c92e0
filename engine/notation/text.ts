import type { Expression } from './expression.ts';
import { printableName, realMinus } from './letters.ts';
import { type Factor, type Script, write } from './script.ts';

const raised: ReadonlyMap<string, string> = new Map(
  [...'0123456789+−'].map((character, index) => [character, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻'][index] ?? character]),
);
const lowered: ReadonlyMap<string, string> = new Map(
  [...'0123456789aehijklmnoprstuvx'].map((character, index) => [
    character,
    [...'₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ'][index] ?? character,
  ]),
);

/** The text in small characters where Unicode has them all, otherwise behind a mark: `x^y`, `x_(a + b)`. */
function small(text: string, characters: ReadonlyMap<string, string>, mark: string): string {
  const tight = text.replaceAll(' ', '');
  const mapped = [...tight].map((character) => characters.get(character));
  if (mapped.every((character) => character !== undefined)) return mapped.join('');
  return /^[\p{L}\p{M}\p{N}.]+$/u.test(text) ? `${mark}${text}` : `${mark}(${text})`;
}

const combiningHat = '\u0302';

function hatted(name: string): string {
  const [first = '', ...others] = [...name];
  return `${first}${combiningHat}`.normalize('NFC') + others.join('');
}

function between(left: Factor<string>, right: Factor<string>): string {
  if (left.slashed || right.startsWithDigit) return ' · ';
  return left.endsWithDigit && right.bracketed ? '' : ' ';
}

const brackets = (of: string): string => `(${of})`;

const textScript: Script<string> = {
  stackedFractions: false,
  symbol: ({ name, index, hat }) => {
    const written = printableName(name);
    const base = hat === true ? hatted(written) : written;
    return index === undefined ? base : `${base}${small(String(index), lowered, '_')}`;
  },
  number: ({ digits, exponent }) => {
    if (exponent === undefined) return digits ?? '0';
    const power = `10${small(String(exponent).replace('-', realMinus), raised, '^')}`;
    return digits === undefined ? power : `${digits}·${power}`;
  },
  batch: (factor) => `${factor ?? ''}N`,
  sum: (terms) =>
    terms
      .map(({ minus, of }, index) => {
        if (index === 0) return minus ? `${realMinus}${of}` : of;
        return minus ? ` ${realMinus} ${of}` : ` + ${of}`;
      })
      .join(''),
  product: (factors) =>
    factors
      .map((factor, index) => {
        const before = factors[index - 1];
        return before === undefined ? factor.of : `${between(before, factor)}${factor.of}`;
      })
      .join(''),
  hadamard: (factors) => factors.join(' ⊙ '),
  fraction: (over, under) => `${over}/${under}`,
  power: (base, exponent) => `${base}${small(exponent, raised, '^')}`,
  subscript: (base, index) => `${base}${small(index, lowered, '_')}`,
  transpose: (of) => `${of}ᵀ`,
  call: (name, args) => `${name === 'sqrt' ? '√' : printableName(name)}(${args.join(', ')})`,
  indices: (parts, tight) => parts.join(tight ? '' : ','),
  bigSum: (over, of, operator) => {
    const sign = operator === 'max' ? 'max' : 'Σ';
    return over === '' ? `${sign} ${of}` : `${sign}_${printableName(over)} ${of}`;
  },
  absolute: (of) => `∣${of}∣`,
  relation: (left, relation, right) => `${left} ${relation} ${right}`,
  squareBrackets: (of) => `[${of}]`,
  cases: (condition, whenTrue, whenFalse) => `${whenTrue} if ${condition} else ${whenFalse}`,
  matrix: (rows) => `[${rows.map((row) => row.join(' ')).join('; ')}]`,
  joined: (parts) => `[${parts.join('; ')}]`,
  derivative: (over, by) => `∂${over}/∂${by}`,
  brackets,
};

/** The expression as plain Unicode text: `z₁ = x W₁ᵀ + b₁`, `(ŷ − y)/N`. */
export const toText = (expression: Expression): string => write(expression, textScript);
