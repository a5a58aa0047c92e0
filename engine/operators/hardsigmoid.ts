import { call, fraction, number, plus } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** clamp(x + 3, 0, 6)/6: a sigmoid of three straight lines. */
export const hardsigmoid = elementwiseActivation({
  name: 'Hardsigmoid',
  help: 'A sigmoid made of three straight lines.',
  synonyms: ['piecewise', 'probability'],
  apply: (builder, x) => {
    const shifted = builder.add(x, builder.constant(3));
    const held = builder.minimum(builder.maximum(shifted, builder.constant(0)), builder.constant(6));
    return builder.divide(held, builder.constant(6));
  },
  formula: (x) => fraction(call('clamp', plus(x, number(3)), number(0), number(6)), number(6)),
  torch: () => 'nn.Hardsigmoid()',
  samples: [sample({}, { input: numbers(['N', 6], -5, 5) })],
});
