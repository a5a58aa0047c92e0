import { cases, greaterThan, number, product } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** x where x > 0, else negative_slope · x; the derivative at 0 is negative_slope, as PyTorch's. */
export const leakyRelu = elementwiseActivation({
  name: 'LeakyReLU',
  help: 'ReLU that lets a little of the negative side through.',
  synonyms: ['rectified', 'leak', 'rectifier'],
  attributes: [
    { name: 'negative_slope', kind: 'number', default: 0.01, help: 'Slope for negative numbers.' },
  ],
  neverDies: true,
  apply: (builder, x, { negative_slope }) => {
    const leaked = builder.multiply(builder.constant(negative_slope as number), x);
    return builder.select(builder.greater(x, builder.constant(0)), x, leaked);
  },
  formula: (x, { negative_slope }) =>
    cases(greaterThan(x, number(0)), x, product(number(negative_slope as number), x)),
  torch: ({ negative_slope }) => `nn.LeakyReLU(${negative_slope === 0.01 ? '' : negative_slope})`,
  samples: [
    sample({}, { input: numbers(['N', 4]) }),
    sample({ negative_slope: 0.3 }, { input: numbers(['N', 2, 3], -5, 5) }),
  ],
});
