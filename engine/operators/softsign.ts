import { fraction, number, plus } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';

/**
 * x/(1 + |x|), from (−∞, ∞) to (−1, 1). Its derived gradient is g/(1 + |x|)², which keeps its digits for large x, where
 * PyTorch's g/(1 + |x|) − g |x|/(1 + |x|)² loses them, and is 0 rather than NaN at ±∞.
 */
export const softsign = elementwiseActivation({
  name: 'Softsign',
  help: 'Squeezes any number into (−1, 1), more gently than tanh.',
  synonyms: ['squash'],
  apply: (builder, x) => builder.divide(x, builder.add(builder.constant(1), builder.unary('absolute', x))),
  formula: (x) => fraction(x, plus(number(1), { kind: 'absolute', of: x })),
  torch: () => 'nn.Softsign()',
});
