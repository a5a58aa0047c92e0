import { fraction } from '../notation/expression.ts';
import { pairwise } from './declare/pairwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** Divides the first by the second, element by element. */
export const divide = pairwise({
  name: 'Divide',
  help: 'Divides the first by the second, element by element.',
  source: 'https://pytorch.org/docs/stable/generated/torch.div.html',
  synonyms: ['quotient', 'ratio', '/'],
  nodeName: 'div',
  symbol: 'q',
  apply: (builder, input, other) => builder.divide(input, other),
  formula: (input, other) => fraction(input, other),
  torch: 'torch.div',
  samples: [
    sample({}, { input: numbers(['N', 4]), other: numbers(['N', 4], 0.5, 2) }),
    sample({}, { input: numbers(['N', 2, 3]), other: numbers(['N', 1, 3], 0.5, 2) }),
  ],
});
