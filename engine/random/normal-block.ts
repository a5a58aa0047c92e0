import { exactSum } from './double-double.ts';

// PyTorch turns uniform into normal float32 numbers 16 at a time on AVX2 (normal_fill_AVX2 in
// aten/src/ATen/native/cpu/DistributionTemplates.h). Its logarithm, sine and cosine are the float32 polynomials of the
// Cephes library (avx_mathfun.h), in which the compiler joins products and sums into fused multiply-adds. The steps
// below keep that order, so that the bits agree; `fround` marks every rounding to float32.

const { fround } = Math;

const view = new DataView(new ArrayBuffer(8));
const floatBits = (value: number): number => {
  view.setFloat32(0, value);
  return view.getInt32(0);
};
const floatOf = (bits: number): number => {
  view.setInt32(0, bits);
  return view.getFloat32(0);
};

/**
 * a b + c of float32 numbers, rounded once to float32. The product is exact in float64; where the sum is not, its last
 * bit is made odd, so that rounding a second time cannot go the wrong way (Boldo and Melquiond, "Emulation of FMA").
 */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const { high, low } = exactSum(a * b, c);
  if (low === 0) return fround(high);
  view.setFloat64(0, high);
  const bits = view.getBigInt64(0);
  if ((bits & 1n) === 1n) return fround(high);
  const isAway = low > 0 === high > 0;
  view.setBigInt64(0, isAway ? bits + 1n : bits - 1n);
  return fround(view.getFloat64(0));
}

const float32s = (...values: readonly number[]): readonly number[] => values.map(fround);

/** Horner's rule, every step fused. */
const polynomial = (x: number, [first = 0, ...rest]: readonly number[]): number =>
  rest.reduce((sum, coefficient) => fusedMultiplyAdd(sum, x, coefficient), first);

const squareRootOfHalf = fround(Math.SQRT1_2);
const logCoefficients = float32s(
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
);
/** ln 2 in two parts, the smaller first. */
const [logTwoLow = 0, logTwoHigh = 0] = float32s(-2.1219444e-4, 0.693359375);

/** `log256_ps` for one number from 2^-24 to 1. */
function logarithm(value: number): number {
  const bits = floatBits(value);
  let exponent = (bits >>> 23) - 0x7e;
  let x = floatOf((bits & ~0x7f800000) | 0x3f000000);
  if (x < squareRootOfHalf) {
    exponent -= 1;
    x = fround(fround(x - 1) + x);
  } else {
    x = fround(x - 1);
  }
  const square = fround(x * x);
  const y = fround(polynomial(x, logCoefficients) * x);
  const corrected = fusedMultiplyAdd(y, square, fround(exponent * logTwoLow));
  const halved = fusedMultiplyAdd(-square, 0.5, corrected);
  return fusedMultiplyAdd(exponent, logTwoHigh, fround(x + halved));
}

const fourOverPi = fround(1.27323954473516);
/** -pi/4 in three parts. */
const [quarterPi1 = 0, quarterPi2 = 0, quarterPi3 = 0] = float32s(
  -0.78515625,
  -2.4187564849853516e-4,
  -3.774894977445941e-8,
);
const sineCoefficients = float32s(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1);
const cosineCoefficients = float32s(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2);

/** `sincos256_ps` for one angle from 0 to 2 pi, in radians. */
function cosineAndSine(angle: number): readonly [number, number] {
  const octant = (Math.trunc(fround(angle * fourOverPi)) + 1) & ~1;
  let x = fusedMultiplyAdd(octant, quarterPi1, angle);
  x = fusedMultiplyAdd(octant, quarterPi2, x);
  x = fusedMultiplyAdd(octant, quarterPi3, x);
  const square = fround(x * x);
  const high = fround(polynomial(square, cosineCoefficients) * square);
  const cosine = fround(fusedMultiplyAdd(high, square, -fround(square * 0.5)) + 1);
  const sine = fusedMultiplyAdd(fround(polynomial(square, sineCoefficients) * square), x, x);
  const isSwapped = (octant & 2) !== 0;
  const sineSign = (octant & 4) === 0 ? 1 : -1;
  const cosineSign = ((octant - 2) & 4) === 0 ? -1 : 1;
  return isSwapped ? [cosineSign * sine, sineSign * cosine] : [cosineSign * cosine, sineSign * sine];
}

const twoPi = fround(2 * Math.PI);

/**
 * Turns the 16 uniform float32 numbers from `offset` into normal ones, in place: numbers j and j + 8 are the two
 * coordinates of a Box-Muller pair. `mean` and `deviation` are float32.
 */
export function transformNormalBlock(
  values: Float32Array,
  offset: number,
  mean: number,
  deviation: number,
): void {
  for (let index = offset; index < offset + 8; index += 1) {
    const first = fround(1 - (values[index] as number));
    const radius = fround(Math.sqrt(fround(-2 * logarithm(first))));
    const [cosine, sine] = cosineAndSine(fround(twoPi * (values[index + 8] as number)));
    values[index] = fusedMultiplyAdd(fround(radius * cosine), deviation, mean);
    values[index + 8] = fusedMultiplyAdd(fround(radius * sine), deviation, mean);
  }
}
