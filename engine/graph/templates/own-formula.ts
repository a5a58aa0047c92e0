import type { GraphDocument } from '../document.ts';
import { chainDocument } from './chain.ts';
import { descent } from './settings.ts';
import type { Template } from './template.ts';

const chain = chainDocument({
  name: 'Own formula',
  links: [
    { id: 'x', operator: 'Input', attributes: { shape: [4] } },
    { id: 'fc1', operator: 'Linear', attributes: { out_features: 8 } },
    {
      id: 'f1',
      operator: 'Formula',
      input: 'x',
      attributes: { expression: 'x * sigmoid(beta * x)', parameters: 'beta = 1' },
    },
    { id: 'fc2', operator: 'Linear', attributes: { out_features: 3 } },
    { id: 'loss', operator: 'CrossEntropyLoss' },
  ],
  target: { id: 'y', operator: 'Target', attributes: { kind: 'class', classes: 3 } },
  training: descent(0.05, { batchSize: 10, epochs: 60, shuffle: true, seed: 42 }),
  data: {
    dataset: 'iris',
    split: { validation: 0.2, test: 0.2, randomState: 7, shuffle: true, stratify: true },
    scaler: 'standard',
  },
});

/** The penalty reads no wire: its w is the first layer's weight, shared. */
const document: GraphDocument = {
  ...chain,
  nodes: [
    ...chain.nodes,
    {
      id: 'penalty',
      operator: 'Formula',
      name: 'penalty',
      attributes: { expression: '0.001 * sum(w^2)', parameters: 'w[8, 4]', use: 'loss' },
      shares: { w: 'fc1/weight' },
      position: { x: 176, y: 304 },
    },
  ],
};

/** Ramachandran et al. 2017 (swish, with its β learned), and an L2 penalty on one layer as a second loss. */
export const ownFormula: Template = {
  id: 'own-formula',
  title: 'Own formula',
  description:
    'An activation and a penalty typed as formulas: swish with a β that is learned, and the squares of one layer’s weights.',
  facts: ['4-8-3', '68 params'],
  document,
};
