/** A number as a formula shows it: `digits`, or digits times a power of ten. The minus is the writer's. */
export interface WrittenNumber {
  readonly negative: boolean;
  /** '0.1', '12', 'NaN', '∞'; undefined for a bare power of ten. */
  readonly digits: string | undefined;
  readonly exponent: number | undefined;
}

/** Significant digits of a number that is not a whole one. */
const precision = 6;

const smallestPlain = 1e-3;
const largestPlain = 1e6;

/**
 * Six significant digits are enough in a formula; the exact number stands in the tables. Whole numbers keep all
 * their digits unless they are a short multiple of a power of ten.
 */
export function writtenNumber(value: number): WrittenNumber {
  const negative = value < 0;
  const size = Math.abs(value);
  if (Number.isNaN(size)) return { negative, digits: 'NaN', exponent: undefined };
  if (size === Number.POSITIVE_INFINITY) return { negative, digits: '∞', exponent: undefined };
  const rounded = Number(size.toPrecision(precision));
  const plain = rounded === 0 || (rounded >= smallestPlain && rounded < largestPlain);
  if (plain)
    return { negative, digits: String(Number.isInteger(size) ? size : rounded), exponent: undefined };
  if (Number.isSafeInteger(size) && rounded !== size) {
    return { negative, digits: String(size), exponent: undefined };
  }
  const [mantissa = '1', exponent = '0'] = rounded.toExponential().split('e');
  return { negative, digits: mantissa === '1' ? undefined : mantissa, exponent: Number(exponent) };
}
