import { call, number } from '../notation/expression.ts';
import { elementwiseActivation } from './declare/elementwise.ts';

/** max(0, x). Its derivative at 0 is 0, as PyTorch's. */
export const relu = elementwiseActivation({
  name: 'ReLU',
  help: 'Keeps positive numbers, makes the others 0.',
  synonyms: ['rectified', 'rectifier', 'ramp'],
  apply: (builder, x) => builder.maximum(x, builder.constant(0)),
  formula: (x) => call('max', number(0), x),
  torch: () => 'nn.ReLU()',
});
