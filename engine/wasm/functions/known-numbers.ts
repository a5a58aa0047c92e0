import type { FunctionWriter, Local } from '../assembler/function-writer.ts';

/** Horner's rule for the polynomial in `of` whose factors come from the highest power down. */
function polynomial(code: FunctionWriter, of: Local, factors: readonly number[]): void {
  factors.forEach((factor, index) => {
    if (index === 0) code.f64(factor);
    else code.get(of).op('f64.mul').f64(factor).op('f64.add');
  });
}

/** 2 to a whole power within the range of float64. */
function powerOfTwo(code: FunctionWriter, exponent: Local): void {
  code.get(exponent).i64(1023n).op('i64.add').i64(52n).op('i64.shl').op('f64.reinterpret_i64');
}

/**
 * eˣ in float64, within 2 units in the last place: x = n log 2 + r, e^r by the quotient of polynomials of the Cephes library
 * (Moshier), 2ⁿ in two factors.
 */
export function writeExp64(code: FunctionWriter): void {
  const [x] = code.parameters as readonly [Local];
  const [n, r, square] = [code.local('f64'), code.local('f64'), code.local('f64')];
  const [whole, half, p] = [code.local('i64'), code.local('i64'), code.local('f64')];
  code.get(x).f64(-750).op('f64.max').f64(710).op('f64.min').set(x);
  code.get(x).f64(Math.LOG2E).op('f64.mul').op('f64.nearest').set(n);
  code.get(x).get(n).f64(0.693145751953125).op('f64.mul').op('f64.sub');
  code.get(n).f64(1.4286068203094173e-6).op('f64.mul').op('f64.sub').tee(r);
  code.get(r).op('f64.mul').set(square);
  polynomial(code, square, [0.00012617719307481058, 0.030299440770744195, 1]);
  code.get(r).op('f64.mul').set(p);
  code.get(p);
  polynomial(code, square, [3.0019850513866446e-6, 0.002524483403496841, 0.22726554820815503, 2]);
  code.get(p).op('f64.sub').op('f64.div').f64(2).op('f64.mul').f64(1).op('f64.add');
  // NaN has no whole power: what 2⁰ multiplies is NaN already.
  code.get(n).f64(0).get(n).get(n).op('f64.eq').select().tee(n);
  // Added to 1.5 · 2⁵², a whole number stands in the last bits.
  code
    .f64(1.5 * 2 ** 52)
    .op('f64.add')
    .op('i64.reinterpret_f64')
    .i64(0x4338000000000000n)
    .op('i64.sub');
  code.tee(whole).i64(1n).op('i64.shr_s').set(half);
  powerOfTwo(code, half);
  code.op('f64.mul');
  code.get(whole).get(half).op('i64.sub').set(whole);
  powerOfTwo(code, whole);
  code.op('f64.mul');
}

/**
 * The natural logarithm in float64: x = m 2ᵉ with √½ ≤ m < √2, log m = 2 artanh s with s = (m − 1)/(m + 1), by its
 * series to s²³. −∞ at 0, NaN below.
 */
export function writeLog64(code: FunctionWriter): void {
  const [x] = code.parameters as readonly [Local];
  const [m, s, square, e] = [code.local('f64'), code.local('f64'), code.local('f64'), code.local('f64')];
  const bits = code.local('i64');
  code.get(x).op('i64.reinterpret_f64').tee(bits).i64(52n).op('i64.shr_u').i64(1022n).op('i64.sub');
  code.op('f64.convert_i64_s').set(e);
  code.get(bits).i64(0xfffffffffffffn).op('i64.and').i64(0x3fe0000000000000n).op('i64.or');
  code.op('f64.reinterpret_i64').set(m);
  code
    .get(m)
    .f64(Math.SQRT1_2)
    .op('f64.lt')
    .if(() => {
      code.get(m).f64(2).op('f64.mul').set(m).get(e).f64(1).op('f64.sub').set(e);
    });
  code.get(m).f64(1).op('f64.sub').get(m).f64(1).op('f64.add').op('f64.div').tee(s);
  code.get(s).op('f64.mul').set(square);
  polynomial(
    code,
    square,
    Array.from({ length: 12 }, (_, index) => 2 / (2 * (11 - index) + 1)),
  );
  code.get(s).op('f64.mul');
  code.get(e).f64(1.9082149292705877e-10).op('f64.mul').op('f64.add');
  code.get(e).f64(0.6931471803691238).op('f64.mul').op('f64.add').set(m);
  code.get(m).get(x).get(x).f64(Number.POSITIVE_INFINITY).op('f64.lt').select().set(m);
  code.f64(Number.NaN).get(m).get(x).f64(0).op('f64.lt').select().set(m);
  code.f64(Number.NEGATIVE_INFINITY).get(m).get(x).f64(0).op('f64.eq').select();
}
