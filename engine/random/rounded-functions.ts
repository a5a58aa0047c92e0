import { add, type DoubleDouble, divide, fromNumber, multiply, negate } from './double-double.ts';

// JavaScript leaves the last bits of Math.log, Math.sin and Math.cos to the browser. A seed must give the same numbers
// everywhere, so these are computed in 106 bits and rounded once, which is also what a good C library returns in all
// but a few cases in a thousand.

/** pi/2 and ln 2, each as two float64 numbers. */
const halfPi: DoubleDouble = { high: Math.PI / 2, low: 6.123233995736766e-17 };
const logTwo: DoubleDouble = { high: Math.LN2, low: 2.3190468138462996e-17 };

/** Enough terms for |x| <= pi/4: (pi/4)^28 / 28! is below 2^-106. */
const sineTerms = 14;
/** Enough terms for |s| <= 0.1716: s^43 is below 2^-106. */
const logarithmTerms = 21;

const rounded = ({ high, low }: DoubleDouble): number => high + low;

/** x - x^3/3! + ... from `first` = x, or 1 - x^2/2! + ... from `first` = 1; `power` is the first term's power. */
function alternatingSeries(square: DoubleDouble, first: DoubleDouble, power: 0 | 1): DoubleDouble {
  let term = first;
  let sum = first;
  for (let index = 1; index <= sineTerms; index += 1) {
    const degree = 2 * index + power;
    term = negate(divide(multiply(term, square), fromNumber(degree * (degree - 1))));
    sum = add(sum, term);
  }
  return sum;
}

/** Cosine and sine of an angle from 0 to a few turns, in radians, rounded to nearest. */
export function cosineAndSine(angle: number): { readonly cosine: number; readonly sine: number } {
  const quarters = Math.round(angle / halfPi.high);
  const rest = add(fromNumber(angle), negate(multiply(halfPi, fromNumber(quarters))));
  const square = multiply(rest, rest);
  const sine = rounded(alternatingSeries(square, rest, 1));
  const cosine = rounded(alternatingSeries(square, fromNumber(1), 0));
  switch (quarters % 4) {
    case 0:
      return { cosine, sine };
    case 1:
      return { cosine: -sine, sine: cosine };
    case 2:
      return { cosine: -cosine, sine: -sine };
    default:
      return { cosine: sine, sine: -cosine };
  }
}

/** Natural logarithm of a normal positive float64, rounded to nearest; -Infinity at 0. */
export function logarithm(value: number): number {
  if (value === 0) return Number.NEGATIVE_INFINITY;
  // value = fraction 2^exponent with fraction from sqrt(1/2) to sqrt(2); halving and doubling are exact.
  let exponent = 0;
  let fraction = value;
  for (; fraction > Math.SQRT2; exponent += 1) fraction /= 2;
  for (; fraction < Math.SQRT1_2; exponent -= 1) fraction *= 2;
  // log f = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...) with s = (f - 1)/(f + 1).
  const part = divide(add(fromNumber(fraction), fromNumber(-1)), add(fromNumber(fraction), fromNumber(1)));
  const square = multiply(part, part);
  let power = part;
  let sum = part;
  for (let index = 1; index <= logarithmTerms; index += 1) {
    power = multiply(power, square);
    sum = add(sum, divide(power, fromNumber(2 * index + 1)));
  }
  return rounded(add(multiply(logTwo, fromNumber(exponent)), add(sum, sum)));
}
