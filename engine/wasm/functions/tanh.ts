import type { VectorFunction } from './vector-function.ts';

/** Beyond ±7.9 float32's nearest is ±1 to its last digit. */
const bound = 7.905311107635498;

/** tanh of four lanes, within 5 units in the last place: the quotient of two polynomials that Eigen uses (MathFunctionsImpl.h). */
export const tanh: VectorFunction = {
  name: 'tanh',
  write: (code, [x]) => {
    const square = code.local('v128');
    code.get(x).f32x4(-bound).op('f32x4.pmax').f32x4(bound).op('f32x4.pmin').tee(x);
    code.get(x).op('f32x4.mul').set(square);
    code.f32x4(-2.76076847742355e-16);
    for (const factor of [
      2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8, 1.48572235717979e-5,
      6.37261928875436e-4, 4.89352455891786e-3,
    ]) {
      code.get(square).op('f32x4.mul').f32x4(factor).op('f32x4.add');
    }
    code.get(x).op('f32x4.mul');
    code.f32x4(1.19825839466702e-6);
    for (const factor of [1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3]) {
      code.get(square).op('f32x4.mul').f32x4(factor).op('f32x4.add');
    }
    code.op('f32x4.div');
  },
};
