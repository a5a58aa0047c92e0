import { call, cases, greaterThan, minus, number, product } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';

/** Constants of Klambauer et al. 2017, with which activations keep mean 0 and variance 1. */
const alpha = 1.6732632423543772;
const scale = 1.0507009873554805;

/** scale · (x where x > 0, else α(eˣ − 1)). */
export const selu = elementwiseActivation({
  name: 'SELU',
  help: 'ELU scaled so that deep networks normalise themselves.',
  synonyms: ['self-normalising', 'exponential linear unit'],
  apply: (builder, x) => {
    const bent = builder.multiply(
      builder.constant(alpha),
      builder.subtract(builder.exp(x), builder.constant(1)),
    );
    const negative = builder.binary('greaterEqual', builder.constant(0), x);
    return builder.multiply(builder.constant(scale), builder.select(negative, bent, x));
  },
  formula: (x) =>
    product(
      number(scale),
      cases(greaterThan(x, number(0)), x, product(number(alpha), minus(call('exp', x), number(1)))),
    ),
  torch: () => 'nn.SELU()',
});
