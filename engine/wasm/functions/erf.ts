import type { VectorFunction } from './vector-function.ts';

/** The error function of four lanes, within 3e-7: the quotient of two polynomials that Eigen used; ±1 beyond ±4. */
export const erf: VectorFunction = {
  name: 'erf',
  write: (code, [x]) => {
    const square = code.local('v128');
    code.get(x).f32x4(-4).op('f32x4.pmax').f32x4(4).op('f32x4.pmin').tee(x);
    code.get(x).op('f32x4.mul').set(square);
    code.f32x4(-2.72614225801306e-10);
    for (const factor of [
      2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5, -7.34990630326855e-4,
      -2.95459980854025e-3, -1.60960333262415e-2,
    ]) {
      code.get(square).op('f32x4.mul').f32x4(factor).op('f32x4.add');
    }
    code.get(x).op('f32x4.mul');
    code.f32x4(-1.45660718464996e-5);
    for (const factor of [
      -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3, -1.42647390514189e-2,
    ]) {
      code.get(square).op('f32x4.mul').f32x4(factor).op('f32x4.add');
    }
    code.op('f32x4.div');
  },
};
