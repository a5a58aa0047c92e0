import { call, fraction, hadamard, number, plus } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/**
 * x clamp(x + 3, 0, 6)/6 (Howard et al. 2019), written by its three pieces so that the derivatives are −½ at −3 and
 * 1 at 3, as PyTorch 1.13's vector code gives them (pytorch#147801), and 1 for NaN.
 */
export const hardswish = elementwiseActivation({
  name: 'Hardswish',
  help: 'A number times its Hardsigmoid: swish of straight lines and a parabola.',
  synonyms: ['piecewise', 'swish'],
  apply: (builder, x) => {
    const [three, six] = [builder.constant(3), builder.constant(6)];
    // A product with 0 rather than 0, as PyTorch: −∞ gives NaN.
    const zero = builder.multiply(builder.constant(0), x);
    const middle = builder.divide(builder.multiply(x, builder.add(x, three)), six);
    const upper = builder.select(builder.greater(three, x), middle, x);
    return builder.select(builder.greater(builder.constant(-3), x), zero, upper);
  },
  formula: (x) => fraction(hadamard(x, call('clamp', plus(x, number(3)), number(0), number(6))), number(6)),
  torch: () => 'nn.Hardswish()',
  samples: [sample({}, { input: numbers(['N', 6], -5, 5) })],
});
