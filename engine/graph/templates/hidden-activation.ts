import { chainDocument } from './chain.ts';
import { descent, moons } from './settings.ts';
import type { Template } from './template.ts';

/** The course's 2-2-1 network with one of three activations in its hidden layer. */
export const hiddenActivation = (operator: string, description: string): Template => ({
  id: `mlp-${operator.toLowerCase()}`,
  title: `MLP with ${operator}`,
  description,
  facts: ['2-2-1', '9 params'],
  document: chainDocument({
    name: `MLP with ${operator}`,
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [2] } },
      { id: 'fc1', operator: 'Linear', attributes: { out_features: 2 } },
      { id: 'act1', operator },
      { id: 'fc2', operator: 'Linear', attributes: { out_features: 1 } },
      { id: 'act2', operator: 'Sigmoid' },
      { id: 'loss', operator: 'BCELoss' },
    ],
    target: { id: 'y', operator: 'Target', attributes: { kind: 'real', features: 1 } },
    training: descent(0.1, { batchSize: 10, epochs: 50, shuffle: true, seed: 42 }),
    data: moons,
  }),
});
