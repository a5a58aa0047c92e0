import { encodeTensor } from '../weights.ts';
import { chainDocument } from './chain.ts';
import { descent, wholeSet } from './settings.ts';
import type { Template } from './template.ts';

/**
 * One step of gradient descent as on the slide: θ = [[0.1, 0.2], [0.3, 0.4]] has a column per class and the bias as
 * the weight of a feature that is always 1. PyTorch's weight is θᵀ, a row per class.
 */
export const softmaxByHand: Template = {
  id: 'softmax-by-hand',
  title: 'Softmax regression by hand',
  description: 'One sample, x = [1, 0.5] of class 0, and θ as on the slide: one update takes 0.1 to 0.105.',
  facts: ['2-2', '4 params'],
  document: chainDocument({
    name: 'Softmax regression by hand',
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [2] } },
      { id: 'fc1', operator: 'Linear', attributes: { out_features: 2, bias: false } },
      { id: 'loss', operator: 'CrossEntropyLoss' },
    ],
    target: { id: 'y', operator: 'Target', attributes: { kind: 'class', classes: 2 } },
    training: descent(0.01, { batchSize: 1, epochs: 20, shuffle: false, seed: 42 }),
    data: wholeSet('softmax-sample'),
    weights: { 'fc1/weight': encodeTensor([2, 2], [0.1, 0.3, 0.2, 0.4]) },
  }),
};
