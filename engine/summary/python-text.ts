/** Numbers and lists written as Python writes them, which is how torchsummary's table is made. */

/** A finite double as the exact fraction mantissa × 2^exponent. */
function exactFraction(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & ((1n << 52n) - 1n);
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

/**
 * Python's `'%0.2f' % value` for a number from 0 up: rounds the exact binary value, a tie to the even digit, so
 * that 0.125 is '0.12' and 0.375 is '0.38' (`toFixed` rounds the first up).
 */
export function fixedTwo(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : 'inf';
  const { mantissa, exponent } = exactFraction(value);
  const scaled = mantissa * 100n;
  let hundredths: bigint;
  if (exponent >= 0) {
    hundredths = scaled << BigInt(exponent);
  } else {
    const shift = BigInt(-exponent);
    const half = 1n << (shift - 1n);
    const remainder = scaled & ((1n << shift) - 1n);
    hundredths = scaled >> shift;
    if (remainder > half || (remainder === half && hundredths % 2n === 1n)) hundredths += 1n;
  }
  const digits = hundredths.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Python's `'{:,}'.format(count)`: 1,234,567. */
export const withCommas = (count: bigint): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ',');

/** Whole numbers, or lists of them, as `str(list)` writes them: [-1, 8], [[-1, 3], [-1, 2]]. */
export const listText = (values: readonly number[] | readonly (readonly number[])[]): string =>
  `[${values.map((value) => (typeof value === 'number' ? wholeText(value) : listText(value))).join(', ')}]`;

/** Whole numbers from 1e21 up would otherwise be written with an exponent. */
const wholeText = (value: number): string => BigInt(value).toString();
