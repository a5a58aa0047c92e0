import { chainDocument } from './chain.ts';
import { descent, moons } from './settings.ts';
import type { Template } from './template.ts';

/** The course's example of CrossEntropyLoss: scores go straight into the loss, which holds the softmax. */
export const reluCrossEntropy: Template = {
  id: 'relu-cross-entropy',
  title: 'ReLU with CrossEntropyLoss',
  description: 'Two classes, two scores, and no softmax in the network: the loss brings its own.',
  facts: ['2-2-2', '12 params'],
  document: chainDocument({
    name: 'ReLU with CrossEntropyLoss',
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [2] } },
      { id: 'fc1', operator: 'Linear', attributes: { out_features: 2 } },
      { id: 'act1', operator: 'ReLU' },
      { id: 'fc2', operator: 'Linear', attributes: { out_features: 2 } },
      { id: 'loss', operator: 'CrossEntropyLoss' },
    ],
    target: { id: 'y', operator: 'Target', attributes: { kind: 'class', classes: 2 } },
    training: descent(0.1, { batchSize: 10, epochs: 50, shuffle: true, seed: 42 }),
    data: moons,
  }),
};
