import { call } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';

/** log σ(x) = −softplus(−x), without underflow. */
export const logSigmoid = elementwiseActivation({
  name: 'LogSigmoid',
  help: 'The logarithm of the sigmoid, computed without underflow.',
  synonyms: ['log probability'],
  gives: () => 'log-probability',
  apply: (builder, x) => builder.negate(builder.unary('softplus', builder.negate(x))),
  formula: (x) => call('log', call('σ', x)),
  torch: () => 'nn.LogSigmoid()',
});
