import { call } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';

/** Hyperbolic tangent, from (−∞, ∞) to (−1, 1). */
export const tanh = elementwiseActivation({
  name: 'Tanh',
  help: 'Squeezes any number into (−1, 1), odd around 0.',
  synonyms: ['hyperbolic tangent', 'squash'],
  apply: (builder, x) => builder.unary('tanh', x),
  formula: (x) => call('tanh', x),
  torch: () => 'nn.Tanh()',
});
