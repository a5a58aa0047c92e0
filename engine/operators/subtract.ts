import { minus } from '../notation/expression.ts';
import { pairwise } from './declare/pairwise.ts';
import { numbers, sample } from './declare/sample.ts';

/** Takes the second from the first, element by element. */
export const subtract = pairwise({
  name: 'Subtract',
  help: 'Takes the second from the first, element by element.',
  source: 'https://pytorch.org/docs/stable/generated/torch.sub.html',
  synonyms: ['minus', 'difference', '-'],
  nodeName: 'sub',
  symbol: 'd',
  apply: (builder, input, other) => builder.subtract(input, other),
  formula: (input, other) => minus(input, other),
  torch: 'torch.sub',
  samples: [
    sample({}, { input: numbers(['N', 4]), other: numbers(['N', 4]) }),
    sample({}, { input: numbers(['N', 2, 3]), other: numbers(['N', 1, 3]) }),
  ],
});
