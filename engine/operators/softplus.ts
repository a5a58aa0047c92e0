import { call, cases, fraction, greaterThan, number, product } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** Where log(1 + e^t) equals t in float32, so that PyTorch's switch to t changes nothing. */
const invisibleThreshold = 17;

/**
 * log(1 + e^{βx})/β, computed without overflow. PyTorch returns x itself where βx > threshold; with its default of 20
 * that is the same number in float32, and only a lower threshold makes a difference here.
 */
export const softplus = elementwiseActivation({
  name: 'Softplus',
  help: 'A smooth ReLU: the logarithm of 1 + eˣ.',
  synonyms: ['smooth rectifier'],
  attributes: [
    { name: 'beta', kind: 'number', default: 1, help: 'β, how sharp the bend is; not 0.' },
    { name: 'threshold', kind: 'number', default: 20, help: 'Above it βx counts as linear.' },
  ],
  apply: (builder, x, { beta, threshold }) => {
    const scaled = builder.multiply(builder.constant(beta as number), x);
    const smooth = builder.divide(builder.unary('softplus', scaled), builder.constant(beta as number));
    if ((threshold as number) >= invisibleThreshold) return smooth;
    return builder.select(builder.greater(scaled, builder.constant(threshold as number)), x, smooth);
  },
  formula: (x, { beta, threshold }) => {
    const scale = number(beta as number);
    const scaled = beta === 1 ? x : product(scale, x);
    const smooth = beta === 1 ? call('softplus', x) : fraction(call('softplus', scaled), scale);
    if ((threshold as number) >= invisibleThreshold) return smooth;
    return cases(greaterThan(scaled, number(threshold as number)), x, smooth);
  },
  torch: ({ beta, threshold }) =>
    `nn.Softplus(${beta === 1 && threshold === 20 ? '' : `beta=${beta}, threshold=${threshold}`})`,
  samples: [
    sample({}, { input: numbers(['N', 4], -4, 4) }),
    sample({ beta: 2, threshold: 1 }, { input: numbers(['N', 2, 3]) }),
  ],
});
