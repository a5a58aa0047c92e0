import type { GraphDocument } from '../../../engine/graph/document.ts';
import { chainDocument, type Link } from '../../../engine/graph/templates/chain.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { descent } from '../../../engine/graph/templates/settings.ts';

/** Longer than any measurement trains. */
const endless = 1_000_000;

/** The Iris network of the template, batch 1, training on. */
export const endlessIris: GraphDocument = {
  ...iris.document,
  name: 'endless Iris',
  training: { ...iris.document.training, epochs: endless },
};

const columnWidth = 176;
const rowHeight = 176;

/**
 * `count` nodes that train on the digits with W4's work in their first layer: 64 × 1568 multiplications, as many as 784 × 128,
 * in batches of 64, then a chain of small layers; its cards lie in rows of `across`.
 */
export function rowsOf(count: number, across: number): GraphDocument {
  const small = Array.from({ length: count - 6 }, (_, index): Link => {
    const isLayer = index % 2 === 0;
    return {
      id: `n${index}`,
      operator: isLayer ? 'Linear' : 'Tanh',
      attributes: isLayer ? { out_features: 16 } : {},
    };
  });
  const chain = chainDocument({
    name: `${count} nodes`,
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [64] } },
      { id: 'fc1', operator: 'Linear', attributes: { out_features: 1568 } },
      { id: 'act1', operator: 'ReLU' },
      ...small,
      { id: 'out', operator: 'Linear', attributes: { out_features: 10 } },
      { id: 'loss', operator: 'CrossEntropyLoss' },
    ],
    target: { id: 'y', operator: 'Target', attributes: { kind: 'class', classes: 10 } },
    training: descent(0.01, { batchSize: 64, epochs: endless, shuffle: true, seed: 1 }),
    data: {
      dataset: 'digits',
      split: { validation: 0.1, test: 0.1, randomState: 7, shuffle: true, stratify: false },
      scaler: 'standard',
    },
  });
  const place = (index: number) => ({
    x: (index % across) * columnWidth,
    y: Math.floor(index / across) * rowHeight,
  });
  return { ...chain, nodes: chain.nodes.map((node, index) => ({ ...node, position: place(index) })) };
}
