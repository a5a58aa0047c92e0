import { hadamard } from '../notation/expression.ts';
import { pairwise } from './declare/pairwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** Multiplies element by element: a gate, or a mask. */
export const multiply = pairwise({
  name: 'Multiply',
  help: 'Multiplies element by element: a gate, or a mask.',
  source: 'https://pytorch.org/docs/stable/generated/torch.mul.html',
  synonyms: ['product', 'gate', 'hadamard', '*'],
  nodeName: 'mul',
  symbol: 'm',
  apply: (builder, input, other) => builder.multiply(input, other),
  formula: (input, other) => hadamard(input, other),
  torch: 'torch.mul',
  samples: [
    sample({}, { input: numbers(['N', 4]), other: numbers(['N', 4]) }),
    sample({}, { input: numbers(['N', 2, 3]), other: numbers(['N', 1, 3]) }),
  ],
});
