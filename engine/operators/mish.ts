import { call, hadamard } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';

/** x tanh(softplus(x)) (Misra 2019). */
export const mish = elementwiseActivation({
  name: 'Mish',
  help: 'A number times the tanh of its softplus: smooth and unbounded above.',
  synonyms: ['smooth'],
  apply: (builder, x) => builder.multiply(x, builder.unary('tanh', builder.unary('softplus', x))),
  formula: (x) => hadamard(x, call('tanh', call('softplus', x))),
  torch: () => 'nn.Mish()',
});
