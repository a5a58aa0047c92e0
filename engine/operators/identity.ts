import { elementwiseActivation } from './declare/elementwise.ts';

/** Its input, unchanged: a place to look at, or a layer switched off. */
export const identity = elementwiseActivation({
  name: 'Identity',
  help: 'Gives what it gets.',
  synonyms: ['pass', 'nothing', 'skip'],
  keepsValues: true,
  apply: (_, x) => x,
  formula: (x) => x,
  torch: () => 'nn.Identity()',
});
