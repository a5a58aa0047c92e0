import { exp } from './exp.ts';
import { log } from './log.ts';
import type { VectorFunction } from './vector-function.ts';

/**
 * log(1 + eˣ) = max(x, 0) + log(1 + u) with u = e^−∣x∣. What 1 + u loses to rounding is given back: log w − ((w − 1) − u)/w for
 * w = 1 + u (Kahan), so that tiny results keep their digits.
 */
export const softplus: VectorFunction = {
  name: 'softplus',
  write: (code, [x], apply) => {
    const [u, w] = [code.local('v128'), code.local('v128')];
    code.get(x).op('f32x4.abs').op('f32x4.neg');
    apply(exp);
    code.tee(u).f32x4(1).op('f32x4.add').set(w);
    code.get(x).f32x4(0).op('f32x4.pmax');
    code.get(w);
    apply(log);
    code.op('f32x4.add');
    code.get(w).f32x4(1).op('f32x4.sub').get(u).op('f32x4.sub').get(w).op('f32x4.div').op('f32x4.sub');
  },
};
