import { call, fraction, hadamard, number, plus, power } from '../notation/expression.ts';
import { lastAxesNormalisation } from './declare/last-axes.ts';
import { numbers, sample } from './declare/sample.ts';

/** PyTorch's eps=None: the distance from 1 to the next float32. */
const float32Epsilon = 2 ** -23;

/** x/√(mean x² + ε) ⊙ γ over the last axes of each sample (Zhang and Sennrich 2019). */
export const rmsNorm = lastAxesNormalisation({
  name: 'RMSNorm',
  help: 'Divides the features of each sample by their root mean square, then scales them.',
  synonyms: ['root mean square'],
  eps: {
    default: float32Epsilon,
    help: 'Added to the mean square; PyTorch takes the spacing of float32 at 1.',
  },
  affine: [{ name: 'weight', symbol: 'γ', start: 1 }],
  scaleSymbol: 'r',
  torchSince: '2.4',
  normalise: (builder, x, mean, eps) => {
    const square = mean(builder.multiply(x, x));
    const scale = builder.unary('sqrt', builder.add(square, eps));
    return { normal: builder.divide(x, scale), scale };
  },
  formula: (x, eps) => fraction(x, call('sqrt', plus(call('mean', power(x, number(2))), eps))),
  affineFormula: (normal, parameters) => hadamard(normal, ...parameters),
  samples: [
    sample({ normalized_shape: [] }, { input: numbers(['N', 4]) }),
    sample({ normalized_shape: [2, 3], elementwise_affine: false }, { input: numbers(['N', 2, 3]) }),
  ],
});
