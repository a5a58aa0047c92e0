import {
  type Expression,
  fraction,
  hadamard,
  negated,
  number,
  power,
  product,
  type Relation,
  transposed,
} from './expression.ts';
import { twiceDistribution, withDensity } from './normal-distribution.ts';

/** Builds expressions from parts as a person would: minus signs outside, numbers in front, no sum within a sum. */

type Terms = Extract<Expression, { kind: 'sum' }>['terms'];

const flip = (terms: Terms): Terms => terms.map(({ minus, of }) => ({ minus: !minus, of }));

const termsOf = (expression: Expression): Terms => {
  if (expression.kind === 'sum') return expression.terms;
  return expression.kind === 'number' && expression.value < 0
    ? [{ minus: true, of: number(-expression.value) }]
    : [{ minus: false, of: expression }];
};

export const add = (left: Expression, right: Expression): Expression =>
  twiceDistribution(left, right) ?? { kind: 'sum', terms: [...termsOf(left), ...termsOf(right)] };

export const subtract = (left: Expression, right: Expression): Expression => ({
  kind: 'sum',
  terms: [...termsOf(left), ...flip(termsOf(right))],
});

/** −(a − b) is b − a; a longer sum keeps its brackets. */
export function negate(of: Expression): Expression {
  if (of.kind === 'number') return number(-of.value);
  if (of.kind !== 'sum') return negated(of);
  const [first, second, ...others] = flip(of.terms);
  if (first === undefined || others.length > 0) return negated(of);
  if (second === undefined) return first.minus ? { kind: 'sum', terms: [first] } : first.of;
  if (first.minus && second.minus) return negated(of);
  return { kind: 'sum', terms: first.minus ? [second, first] : [first, second] };
}

interface Signed {
  readonly minus: boolean;
  readonly of: Expression;
}

function signOf(expression: Expression): Signed {
  const terms = termsOf(expression);
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : { minus: false, of: expression };
}

const withSign = (minus: boolean, of: Expression): Expression => (minus ? negate(of) : of);

/** Applies a linear operation to the operand without its sign. */
export function linearly(of: Expression, apply: (of: Expression) => Expression): Expression {
  const signed = signOf(of);
  return withSign(signed.minus, apply(signed.of));
}

const factorsOf = (kind: 'product' | 'hadamard', of: Expression): readonly Expression[] =>
  of.kind === kind ? of.factors : [of];

export function matrixProduct(left: Expression, right: Expression): Expression {
  const [a, b] = [signOf(left), signOf(right)];
  return withSign(a.minus !== b.minus, product(...factorsOf('product', a.of), ...factorsOf('product', b.of)));
}

export const transposeOf = (of: Expression): Expression =>
  linearly(of, (positive) => (positive.kind === 'transpose' ? positive.of : transposed(positive)));

const isOne = (of: Expression): boolean => of.kind === 'number' && of.value === 1;

/** The number in front of a product or of the first factor of ⊙, 1 if there is none, and what remains. */
function leadingNumber(of: Expression): { readonly value: number; readonly rest: Expression } {
  if (of.kind === 'number') return { value: of.value, rest: number(1) };
  const [first, ...others] = of.kind === 'product' || of.kind === 'hadamard' ? of.factors : [];
  if (first === undefined) return { value: 1, rest: of };
  const { value, rest } = leadingNumber(first);
  if (of.kind === 'hadamard') return { value, rest: hadamard(rest, ...others) };
  return { value, rest: isOne(rest) ? product(...others) : product(rest, ...others) };
}

/** A scalar in front of what it multiplies; numbers are multiplied out, 2 · 3N is 6N. */
function scale(scalar: Expression, of: Expression): Expression {
  if (isOne(scalar)) return of;
  if (scalar.kind === 'number') {
    const { value, rest } = leadingNumber(of);
    if (value !== 1) return scale(number(scalar.value * value), rest);
    const normal = of.kind === 'hadamard' ? withDensity(scalar.value, of.factors) : undefined;
    if (normal !== undefined) return scale(number(normal.value), hadamard(...normal.factors));
    if (of.kind === 'size' && Number.isSafeInteger(scalar.value)) {
      return { kind: 'size', of: [scalar.value, ...of.of] };
    }
  }
  if (isOne(of)) return scalar;
  if (scalar.kind === 'fraction') return divide(scale(scalar.over, of), scalar.under);
  if (of.kind === 'number' && scalar.kind !== 'number') return scale(of, scalar);
  if (of.kind === 'fraction' && scalar.kind === 'number') return fraction(scale(scalar, of.over), of.under);
  if (of.kind === 'hadamard') {
    const [first, ...others] = of.factors;
    return first === undefined ? scalar : hadamard(scale(scalar, first), ...others);
  }
  return product(...factorsOf('product', scalar), ...factorsOf('product', of));
}

/** A factor, and whether it is a single number. */
export interface Operand {
  readonly of: Expression;
  readonly scalar: boolean;
}

/** Masks [c] stand behind other factors, and Σ last, where it needs no brackets. */
const places: Partial<Record<Expression['kind'], number>> = { indicator: 1, bigSum: 2 };

const placeOf = ({ kind }: Expression): number => places[kind] ?? 0;

type Indicator = Extract<Expression, { kind: 'indicator' }>;

const isAbove = ({ relation }: Indicator): boolean => relation === '>' || relation === '≥';
const isBelow = ({ relation }: Indicator): boolean => relation === '<' || relation === '≤';

/** [a < x < b] where one comparison holds x above a number and the other below one. */
function between(one: Indicator, other: Indicator): Indicator | undefined {
  const [low, high] = isAbove(one) ? [one, other] : [other, one];
  const isInterval =
    isAbove(low) &&
    isBelow(high) &&
    same(low.left, high.left) &&
    [low, high].every(({ right, within }) => right.kind === 'number' && within === undefined);
  return isInterval
    ? {
        kind: 'indicator',
        left: low.right,
        relation: low.relation === '>' ? '<' : '≤',
        right: low.left,
        within: { relation: high.relation, bound: high.right },
      }
    : undefined;
}

/** Factors of which two are the bounds of an interval, as one. */
function withIntervals(factors: readonly Expression[]): readonly Expression[] {
  for (const [at, one] of factors.entries()) {
    if (one.kind !== 'indicator') continue;
    for (const [index, other] of factors.slice(at + 1).entries()) {
      const joined = other.kind === 'indicator' ? between(one, other) : undefined;
      if (joined !== undefined) return withIntervals(factors.with(at, joined).toSpliced(at + 1 + index, 1));
    }
  }
  return factors;
}

/** Scalars stand in front; everything else is multiplied element by element. */
export function multiply(left: Operand, right: Operand): Expression {
  const [a, b] = [signOf(left.of), signOf(right.of)];
  const minus = a.minus !== b.minus;
  if (left.scalar) return withSign(minus, scale(a.of, b.of));
  if (right.scalar) return withSign(minus, scale(b.of, a.of));
  const [first, second] = [leadingNumber(a.of), leadingNumber(b.of)];
  const factors = [...factorsOf('hadamard', first.rest), ...factorsOf('hadamard', second.rest)];
  const ordered = hadamard(...withIntervals(factors.sort((x, y) => placeOf(x) - placeOf(y))));
  return withSign(minus, scale(number(first.value * second.value), ordered));
}

/** Numbers stand before counts like N, and both before anything else. */
const ranks = { number: 0, size: 1, other: 2 } as const;

const rank = ({ kind }: Expression): number =>
  kind === 'number' || kind === 'size' ? ranks[kind] : ranks.other;

const same = (left: Expression, right: Expression): boolean => JSON.stringify(left) === JSON.stringify(right);

/** A fraction over a fraction's lower part is one fraction: (a/s)/s is a/s². */
export function divide(over: Expression, under: Expression): Expression {
  const [a, b] = [signOf(over), signOf(under)];
  const minus = a.minus !== b.minus;
  if (isOne(b.of)) return withSign(minus, a.of);
  if (a.of.kind !== 'fraction') return withSign(minus, fraction(a.of, b.of));
  const [front, behind] = rank(b.of) < rank(a.of.under) ? [b.of, a.of.under] : [a.of.under, b.of];
  const both =
    rank(front) < ranks.other
      ? scale(front, behind)
      : same(front, behind)
        ? power(front, number(2))
        : hadamard(...factorsOf('hadamard', front), ...factorsOf('hadamard', behind));
  return withSign(minus, fraction(a.of.over, both));
}

const mirrored: Readonly<Record<Exclude<Relation, '∈'>, Relation>> = {
  '>': '<',
  '≥': '≤',
  '<': '>',
  '≤': '≥',
  '=': '=',
  '≠': '≠',
};

const opposite: Readonly<Record<Exclude<Relation, '∈'>, Relation>> = {
  '>': '≤',
  '≥': '<',
  '<': '≥',
  '≤': '>',
  '=': '≠',
  '≠': '=',
};

/** [left relation right] with a number on the right: [0 ≥ x] is [x ≤ 0]. */
export function indicator(left: Expression, relation: '>' | '≥' | '=', right: Expression): Expression {
  return left.kind === 'number' && right.kind !== 'number'
    ? { kind: 'indicator', left: right, relation: mirrored[relation], right: left }
    : { kind: 'indicator', left, relation, right };
}

/** 1 where the condition does not hold. */
export function not(condition: Expression): Expression {
  return condition.kind === 'indicator' && condition.relation !== '∈' && condition.within === undefined
    ? { ...condition, relation: opposite[condition.relation] }
    : subtract(number(1), condition);
}

const isZero = (of: Expression): boolean => of.kind === 'number' && of.value === 0;

/** A choice; where one side is zero, a product with a mask. */
export function choose(condition: Expression, whenTrue: Operand, whenFalse: Operand): Expression {
  if (isZero(whenFalse.of)) return multiply(whenTrue, { of: condition, scalar: false });
  if (isZero(whenTrue.of)) return multiply(whenFalse, { of: not(condition), scalar: false });
  return { kind: 'cases', condition, whenTrue: whenTrue.of, whenFalse: whenFalse.of };
}
