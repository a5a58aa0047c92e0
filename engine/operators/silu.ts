import { call, hadamard } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';

/** x σ(x), also called swish. */
export const silu = elementwiseActivation({
  name: 'SiLU',
  help: 'A number times its sigmoid: a smooth ReLU that dips below 0.',
  synonyms: ['swish', 'sigmoid linear unit'],
  apply: (builder, x) => builder.multiply(x, builder.unary('logistic', x)),
  formula: (x) => hadamard(x, call('σ', x)),
  torch: () => 'nn.SiLU()',
});
