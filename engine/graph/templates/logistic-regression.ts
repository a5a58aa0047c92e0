import { chainDocument } from './chain.ts';
import { descent, wholeSet } from './settings.ts';
import type { Template } from './template.ts';

/** The course's two-class table: 0.5 and 1 hours fail, 1.5 and 2 pass. */
export const logisticRegression: Template = {
  id: 'logistic-regression',
  title: 'Logistic regression',
  description: 'Hours of study against pass or fail: one weight, one bias, a sigmoid.',
  facts: ['1-1', '2 params'],
  document: chainDocument({
    name: 'Logistic regression',
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [1] } },
      { id: 'fc1', operator: 'Linear', attributes: { out_features: 1 } },
      { id: 'act1', operator: 'Sigmoid' },
      { id: 'loss', operator: 'BCELoss' },
    ],
    target: { id: 'y', operator: 'Target', attributes: { kind: 'real', features: 1 } },
    training: descent(1, { batchSize: 4, epochs: 100, shuffle: false, seed: 42 }),
    data: wholeSet('hours-pass'),
  }),
};
