import { call } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';

/** σ(x) = 1/(1 + e⁻ˣ), from (−∞, ∞) to (0, 1). */
export const sigmoid = elementwiseActivation({
  name: 'Sigmoid',
  help: 'Squeezes any number into (0, 1): a probability.',
  synonyms: ['logistic', 'probability', 'squash'],
  gives: () => 'probability',
  apply: (builder, x) => builder.unary('logistic', x),
  formula: (x) => call('σ', x),
  torch: () => 'nn.Sigmoid()',
});
