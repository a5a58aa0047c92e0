import { call, fraction, number, plus } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** clamp(x + 3, 0, 6)/6: a sigmoid of three straight lines. */
export const hardsigmoid = elementwiseActivation({
  name: 'Hardsigmoid',
  help: 'A sigmoid made of three straight lines.',
  synonyms: ['piecewise', 'probability'],
  gives: () => 'probability',
  apply: (builder, x) => {
    const [shifted, six] = [builder.add(x, builder.constant(3)), builder.constant(6)];
    // NaN takes the upper piece, which keeps it and has no derivative, as in PyTorch.
    const upper = builder.stopGradient(builder.minimum(shifted, six));
    const lower = builder.maximum(shifted, builder.constant(0));
    return builder.divide(builder.select(builder.greater(six, shifted), lower, upper), six);
  },
  formula: (x) => fraction(call('clamp', plus(x, number(3)), number(0), number(6)), number(6)),
  torch: () => 'nn.Hardsigmoid()',
  samples: [sample({}, { input: numbers(['N', 6], -5, 5) })],
});
