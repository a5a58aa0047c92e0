import type { VectorFunction } from './vector-function.ts';

const roundingBias = 1.5 * 2 ** 23;
const biasBits = 0x4b400000;

const everyLane = (value: number): readonly [number, number, number, number] => [value, value, value, value];

/**
 * eˣ of four lanes, within 2 units in the last place of float32, down to its smallest numbers. x = n log 2 + r with ∣r∣ ≤
 * ½ log 2; e^r by the polynomial of the Cephes library (Moshier), 2ⁿ in two factors so that neither leaves the range.
 */
export const exp: VectorFunction = {
  name: 'exp',
  write: (code, [x]) => {
    const [n, r, square, whole, half] = [
      code.local('v128'),
      code.local('v128'),
      code.local('v128'),
      code.local('v128'),
      code.local('v128'),
    ];
    // Beyond these the result is 0 or infinite; the number comes first, because then NaN passes.
    code.get(x).f32x4(-104).op('f32x4.pmax').f32x4(89).op('f32x4.pmin').set(x);
    // Added to 1.5 · 2²³, a number is rounded to a whole one, which then stands in the last bits.
    code.get(x).f32x4(Math.LOG2E).op('f32x4.mul').f32x4(roundingBias).op('f32x4.add').tee(whole);
    code.f32x4(roundingBias).op('f32x4.sub').set(n);
    code.get(x).get(n).f32x4(0.693359375).op('f32x4.mul').op('f32x4.sub');
    code.get(n).f32x4(-2.1219444e-4).op('f32x4.mul').op('f32x4.sub').set(r);
    // Its six terms in pairs, which wait less for one another than one after the other.
    code.get(r).get(r).op('f32x4.mul').set(square);
    code.f32x4(1.98756915e-4).get(r).op('f32x4.mul').f32x4(1.3981999507e-3).op('f32x4.add');
    code.get(square).op('f32x4.mul');
    code.f32x4(8.3334519073e-3).get(r).op('f32x4.mul').f32x4(4.1665795894e-2).op('f32x4.add');
    code.op('f32x4.add').get(square).op('f32x4.mul');
    code.f32x4(1.6666665459e-1).get(r).op('f32x4.mul').f32x4(0.50000001201).op('f32x4.add');
    code.op('f32x4.add').get(square).op('f32x4.mul').get(r).op('f32x4.add').f32x4(1).op('f32x4.add');
    // The factors' exponents, each with float32's 127 added, have n + 254 as their sum.
    code
      .get(whole)
      .i32x4(everyLane(biasBits - 2 * 127))
      .op('i32x4.sub')
      .tee(whole);
    code.i32(1).op('i32x4.shr_s').tee(half).i32(23).op('i32x4.shl').op('f32x4.mul');
    code.get(whole).get(half).op('i32x4.sub').i32(23).op('i32x4.shl').op('f32x4.mul');
  },
};
