import type { VectorFunction } from './vector-function.ts';

const smallestNormal = 2 ** -126;

/**
 * The natural logarithm of four lanes, within 2 units in the last place: −∞ at 0, NaN below, infinite at infinity, NaN
 * passes. x = m 2ᵉ with √½ ≤ m < √2; log m by the polynomial of the Cephes library (Moshier).
 */
export const log: VectorFunction = {
  name: 'log',
  write: (code, [x]) => {
    const [scaled, isTiny, exponent, m, isLow, square] = [
      code.local('v128'),
      code.local('v128'),
      code.local('v128'),
      code.local('v128'),
      code.local('v128'),
      code.local('v128'),
    ];
    // Numbers below the smallest normal one have fewer digits: they are brought up by 2²³ first.
    code.get(x).f32x4(smallestNormal).op('f32x4.lt').set(isTiny);
    code
      .get(x)
      .f32x4(2 ** 23)
      .op('f32x4.mul')
      .get(x)
      .get(isTiny)
      .op('v128.bitselect')
      .set(scaled);
    code.get(scaled).i32(23).op('i32x4.shr_u').i32x4([126, 126, 126, 126]).op('i32x4.sub');
    code.get(isTiny).i32x4([23, 23, 23, 23]).op('v128.and').op('i32x4.sub').set(exponent);
    const mantissa = 0x7fffff;
    code.get(scaled).i32x4([mantissa, mantissa, mantissa, mantissa]).op('v128.and');
    code.f32x4(0.5).op('v128.or').tee(m).f32x4(Math.SQRT1_2).op('f32x4.lt').set(isLow);
    code.get(exponent).get(isLow).op('i32x4.add').op('f32x4.convert_i32x4_s').set(exponent);
    code.get(m).f32x4(1).op('f32x4.sub').get(m).get(isLow).op('v128.and').op('f32x4.add').tee(m);
    code.get(m).op('f32x4.mul').set(square);
    code.f32x4(7.0376836292e-2);
    for (const factor of [
      -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1,
      -2.4999993993e-1, 3.3333331174e-1,
    ]) {
      code.get(m).op('f32x4.mul').f32x4(factor).op('f32x4.add');
    }
    code.get(m).op('f32x4.mul').get(square).op('f32x4.mul');
    code.get(exponent).f32x4(-2.1219444e-4).op('f32x4.mul').op('f32x4.add');
    code.get(square).f32x4(0.5).op('f32x4.mul').op('f32x4.sub').get(m).op('f32x4.add');
    code.get(exponent).f32x4(0.693359375).op('f32x4.mul').op('f32x4.add').set(m);
    // Where x < ∞ does not hold, x is infinite or NaN, and its own logarithm.
    code.get(m).get(x).get(x).f32x4(Number.POSITIVE_INFINITY).op('f32x4.lt').op('v128.bitselect').set(m);
    code.f32x4(Number.NaN).get(m).get(x).f32x4(0).op('f32x4.lt').op('v128.bitselect').set(m);
    code.f32x4(Number.NEGATIVE_INFINITY).get(m).get(x).f32x4(0).op('f32x4.eq').op('v128.bitselect');
  },
};
