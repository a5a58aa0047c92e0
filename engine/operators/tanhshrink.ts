import { call, minus } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';

/** x − tanh x. */
export const tanhshrink = elementwiseActivation({
  name: 'Tanhshrink',
  help: 'What tanh takes away: nearly 0 around 0, nearly linear far out.',
  synonyms: ['shrink'],
  apply: (builder, x) => builder.subtract(x, builder.unary('tanh', x)),
  formula: (x) => minus(x, call('tanh', x)),
  torch: () => 'nn.Tanhshrink()',
});
