import type { DataSettings, GraphDocument } from '../graph/document.ts';
import { chainDocument, type Link } from '../graph/templates/chain.ts';
import type { Dataset } from './dataset.ts';
import { followData } from './follow-data.ts';

/** Units of the hidden layer of a network that nobody drew yet. */
const hidden = 16;

const twoDigits = (value: number): number => Number(value.toPrecision(2));

/** Numbers in units of `factor`, counted from `shift`. */
interface Units {
  readonly factor: number;
  readonly shift: number;
}

/**
 * Units in which a real target is about 1 in size, where it is not so already: a network that starts near 0 would take thousands
 * of updates to the size of a price. Two digits, for they are units and not a fit to rows that testing needs unseen.
 */
function unitsOf({ target, y }: Dataset): Units | undefined {
  if (target.kind !== 'real') return undefined;
  const shift = y.reduce((sum, value) => sum + value, 0) / y.length;
  const factor = Math.sqrt(y.reduce((sum, value) => sum + (value - shift) ** 2, 0) / y.length);
  const isNearOne = factor > 0.3 && factor < 3 && Math.abs(shift) < 3;
  return isNearOne || factor === 0 ? undefined : { factor: twoDigits(factor), shift: twoDigits(shift) };
}

/** What a network ends with: the loss, in squares of the units so that gradients are of a usual size. */
function endOf(dataset: Dataset): readonly Link[] {
  if (dataset.target.kind === 'class') return [{ id: 'loss', operator: 'CrossEntropyLoss' }];
  const units = unitsOf(dataset);
  if (units === undefined) return [{ id: 'loss', operator: 'MSELoss' }];
  const { factor, shift } = units;
  return [
    { id: 'units', operator: 'Scale', attributes: { factor, shift }, wider: 48 },
    { id: 'loss', operator: 'MSELoss', attributes: { total_weight: twoDigits(1 / factor ** 2) } },
  ];
}

/** A perceptron of one hidden layer from the features of a data set to its target. */
function perceptron(document: GraphDocument, data: DataSettings, dataset: Dataset): GraphDocument {
  const { features, target } = dataset;
  const isClass = target.kind === 'class';
  const classes = isClass ? target.classes.length : 1;
  const { nodes, edges } = chainDocument({
    name: document.name,
    links: [
      { id: 'x', operator: 'Input', attributes: { shape: [features.length] } },
      { id: 'fc1', operator: 'Linear', attributes: { out_features: hidden } },
      { id: 'act1', operator: 'ReLU' },
      { id: 'fc2', operator: 'Linear', attributes: { out_features: classes } },
      ...endOf(dataset),
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
