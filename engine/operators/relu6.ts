import { call, number } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** min(max(0, x), 6); the derivative at 0 and at 6 is 0. */
export const relu6 = elementwiseActivation({
  name: 'ReLU6',
  help: 'ReLU that stops at 6.',
  synonyms: ['rectified', 'clamp'],
  apply: (builder, x) => builder.minimum(builder.maximum(x, builder.constant(0)), builder.constant(6)),
  formula: (x) => call('clamp', x, number(0), number(6)),
  torch: () => 'nn.ReLU6()',
  samples: [sample({}, { input: numbers(['N', 4], -4, 10) })],
});
