import type { DataSettings, GraphDocument } from '../graph/document.ts';
import { chainDocument } from '../graph/templates/chain.ts';
import type { Dataset } from './dataset.ts';
import { followData } from './follow-data.ts';

/** Units of the hidden layer of a network that nobody drew yet. */
const hidden = 16;

/** A perceptron of one hidden layer from the features of a data set to its target. */
function perceptron(
  document: GraphDocument,
  data: DataSettings,
  { features, target }: Dataset,
): GraphDocument {
  const isClass = target.kind === 'class';
  const classes = isClass ? target.classes.length : 1;
  const { nodes, edges } = chainDocument({
    name: document.name,
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [features.length] } },
      { id: 'fc1', operator: 'Linear', attributes: { out_features: hidden } },
      { id: 'act1', operator: 'ReLU' },
      { id: 'fc2', operator: 'Linear', attributes: { out_features: classes } },
      { id: 'loss', operator: isClass ? 'CrossEntropyLoss' : 'MSELoss' },
    ],
    target: {
      id: 'y',
      operator: 'Target',
      attributes: isClass ? { kind: 'class', classes } : { kind: 'real', features: 1 },
    },
    training: document.training,
    data,
  });
  return {
    ...document,
    nodes,
    edges,
    data,
    training: {
      ...document.training,
      optimizer: { name: 'Adam', learningRate: 0.01 },
      batchSize: 16,
      epochs: 50,
    },
  };
}

/** The document on other data: its input and target follow, and where nothing is drawn yet a network is begun. */
export const feedDocument = (document: GraphDocument, data: DataSettings, dataset: Dataset): GraphDocument =>
  document.nodes.length === 0 && dataset.target.kind !== 'none'
    ? perceptron(document, data, dataset)
    : followData(document, data, dataset);
