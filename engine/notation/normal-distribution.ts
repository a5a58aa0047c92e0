import { call, type Expression, number, product } from './expression.ts';

/** As the program has it, √½ rounded to a double. */
const isRootOfHalf = (of: Expression | undefined): boolean =>
  of?.kind === 'number' && of.value === Math.SQRT1_2;

/** 1/√(2π), the density at 0. */
const height = 1 / Math.sqrt(2 * Math.PI);

/** x where an expression is x/√2. */
function timesRootOfHalf(of: Expression): Expression | undefined {
  if (of.kind !== 'product' || !isRootOfHalf(of.factors[0])) return undefined;
  const [, first, ...others] = of.factors;
  return first === undefined || others.length === 0 ? first : product(first, ...others);
}

/** 2 Φ(x) where an expression is 1 + erf(x/√2), for the normal distribution function Φ. */
export function twiceDistribution(one: Expression, erf: Expression): Expression | undefined {
  const [of] = erf.kind === 'call' && erf.name === 'erf' ? erf.arguments : [];
  const x = of === undefined ? undefined : timesRootOfHalf(of);
  return x === undefined || one.kind !== 'number' || one.value !== 1
    ? undefined
    : product(number(2), call('Φ', x));
}

/** x where an expression is exp(−(x/√2)²). */
function bellOperand(of: Expression): Expression | undefined {
  const [exponent] = of.kind === 'call' && of.name === 'exp' ? of.arguments : [];
  const [term, ...others] = exponent?.kind === 'sum' ? exponent.terms : [];
  if (term?.minus !== true || others.length > 0 || term.of.kind !== 'power') return undefined;
  const { base, exponent: two } = term.of;
  return two.kind === 'number' && two.value === 2 ? timesRootOfHalf(base) : undefined;
}

/** How far k/√(2π) may lie from a whole number for rounding: it was multiplied out of three numbers. */
const rounding = 1e-14;

/**
 * A product k exp(−x²/2) ⊙ … with the normal density φ(x), where k is a multiple of its 1/√(2π); undefined where it
 * has none. `value` is the number in front of the factors.
 */
export function withDensity(
  value: number,
  factors: readonly Expression[],
): { readonly value: number; readonly factors: readonly Expression[] } | undefined {
  const times = Math.round(value / height);
  if (times === 0 || Math.abs(value / height - times) > rounding * times) return undefined;
  const at = factors.findIndex((factor) => bellOperand(factor) !== undefined);
  const x = at === -1 ? undefined : bellOperand(factors[at] as Expression);
  return x === undefined ? undefined : { value: times, factors: factors.with(at, call('φ', x)) };
}
