import { encodeTensor } from '../weights.ts';
import { chainDocument } from './chain.ts';
import { descent, wholeSet } from './settings.ts';
import type { Template } from './template.ts';

/** The course's forward and backward pass on paper: linear hidden units, every weight and bias 0.1. */
export const mlpByHand: Template = {
  id: 'mlp-by-hand',
  title: 'MLP by hand',
  description: 'One sample, x = [1, 2] with target 0, all weights 0.1: z = 0.18 and ŷ = 0.5449, as on paper.',
  facts: ['2-2-1', '9 params'],
  document: chainDocument({
    name: 'MLP by hand',
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [2] } },
      { id: 'fc1', operator: 'Linear', attributes: { out_features: 2 } },
      { id: 'fc2', operator: 'Linear', attributes: { out_features: 1 } },
      { id: 'act1', operator: 'Sigmoid' },
      { id: 'loss', operator: 'BCELoss' },
    ],
    target: { id: 'y', operator: 'Target', attributes: { kind: 'real', features: 1 } },
    training: descent(0.1, { batchSize: 1, epochs: 20, shuffle: false, seed: 42 }),
    data: wholeSet('mlp-sample'),
    weights: {
      'fc1/weight': encodeTensor([2, 2], [0.1, 0.1, 0.1, 0.1]),
      'fc1/bias': encodeTensor([2], [0.1, 0.1]),
      'fc2/weight': encodeTensor([1, 2], [0.1, 0.1]),
      'fc2/bias': encodeTensor([1], [0.1]),
    },
  }),
};
