import { chainDocument } from './chain.ts';
import { descent, moons } from './settings.ts';
import type { Template } from './template.ts';

/**
 * The course's first network in PyTorch, two layers with nothing between them. Its input is [2], so that it can
 * train; the slide's table is for the same network with an input of [10000000, 2].
 */
export const twoLinears: Template = {
  id: 'two-linears',
  title: 'Linear, Linear, Sigmoid',
  description:
    'Two layers without an activation between them are one layer: the boundary stays a straight line.',
  facts: ['2-2-2', '12 params'],
  document: chainDocument({
    name: 'Linear, Linear, Sigmoid',
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [2] } },
      { id: 'fc1', operator: 'Linear', attributes: { out_features: 2 } },
      { id: 'fc2', operator: 'Linear', attributes: { out_features: 2 } },
      { id: 'act1', operator: 'Sigmoid' },
      { id: 'loss', operator: 'BCELoss' },
    ],
    target: { id: 'y', operator: 'Target', attributes: { kind: 'one-hot', classes: 2 } },
    training: descent(0.1, { batchSize: 10, epochs: 50, shuffle: true, seed: 42 }),
    data: moons,
  }),
};
