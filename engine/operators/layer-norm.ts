import { call, fraction, hadamard, minus, number, plus } from '../notation/expression.ts';
import { lastAxesNormalisation } from './declare/last-axes.ts';
import { numbers, sample } from './declare/sample.ts';

/** (x − μ)/√(σ² + ε) ⊙ γ + β over the last axes of each sample, σ² the biased variance (Ba et al. 2016). */
export const layerNorm = lastAxesNormalisation({
  name: 'LayerNorm',
  help: 'Gives the features of each sample mean 0 and variance 1, then scales and shifts them.',
  synonyms: ['standardise'],
  eps: { default: 1e-5, help: 'Added to the variance.' },
  affine: [
    { name: 'weight', symbol: 'γ', start: 1 },
    { name: 'bias', symbol: 'β', start: 0 },
  ],
  scaleSymbol: 's',
  normalise: (builder, x, mean, eps) => {
    const centred = builder.subtract(x, mean(x));
    const variance = mean(builder.multiply(centred, centred));
    const scale = builder.unary('sqrt', builder.add(variance, eps));
    return { normal: builder.divide(centred, scale), scale };
  },
  formula: (x, eps) => fraction(minus(x, call('mean', x)), call('sqrt', plus(call('var', x), eps))),
  affineFormula: (normal, [weight = number(1), bias = number(0)]) => plus(hadamard(normal, weight), bias),
  samples: [
    sample({ normalized_shape: [] }, { input: numbers(['N', 4]) }),
    sample({ normalized_shape: [2, 3], eps: 0.1 }, { input: numbers(['N', 2, 3]) }),
    sample({ normalized_shape: [3], elementwise_affine: false }, { input: numbers(['N', 2, 3]) }),
  ],
});
