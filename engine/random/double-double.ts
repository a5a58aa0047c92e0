/** An unevaluated sum high + low of two float64 numbers, |low| at most half a unit of high: about 106 bits. */
export interface DoubleDouble {
  readonly high: number;
  readonly low: number;
}

/** Dekker's constant, 2^27 + 1, that cuts a float64 into two halves of 26 bits. */
const splitter = 134217729;

/** a + b exactly, of any magnitudes (Knuth's TwoSum). */
export function exactSum(a: number, b: number): DoubleDouble {
  const high = a + b;
  const part = high - a;
  return { high, low: a - (high - part) + (b - part) };
}

/** a + b exactly where |a| >= |b| (Dekker's FastTwoSum). */
function normalized(a: number, b: number): DoubleDouble {
  const high = a + b;
  return { high, low: b - (high - a) };
}

function halves(a: number): readonly [number, number] {
  const scaled = splitter * a;
  const upper = scaled - (scaled - a);
  return [upper, a - upper];
}

/** a b exactly, while nothing overflows or underflows (Dekker's TwoProduct). */
export function exactProduct(a: number, b: number): DoubleDouble {
  const high = a * b;
  const [a1, a2] = halves(a);
  const [b1, b2] = halves(b);
  return { high, low: a1 * b1 - high + a1 * b2 + a2 * b1 + a2 * b2 };
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const sum = exactSum(a.high, b.high);
  const rest = exactSum(a.low, b.low);
  const first = normalized(sum.high, sum.low + rest.high);
  return normalized(first.high, first.low + rest.low);
}

export const negate = ({ high, low }: DoubleDouble): DoubleDouble => ({ high: -high, low: -low });

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const product = exactProduct(a.high, b.high);
  return normalized(product.high, product.low + (a.high * b.low + a.low * b.high));
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.high / b.high;
  const rest = add(a, negate(multiply(b, { high: first, low: 0 })));
  const second = rest.high / b.high;
  const last = add(rest, negate(multiply(b, { high: second, low: 0 })));
  return add(normalized(first, second), { high: last.high / b.high, low: 0 });
}

export const fromNumber = (value: number): DoubleDouble => ({ high: value, low: 0 });
