import { exp } from './exp.ts';
import type { VectorFunction } from './vector-function.ts';

/** 1/(1 + e⁻ˣ): an exponential that overflows gives the 0 it should. */
export const logistic: VectorFunction = {
  name: 'logistic',
  write: (code, [x], apply) => {
    code.f32x4(1).f32x4(1).get(x).op('f32x4.neg');
    apply(exp);
    code.op('f32x4.add').op('f32x4.div');
  },
};
