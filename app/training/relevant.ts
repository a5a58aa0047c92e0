import { expandBlocks } from '../../engine/graph/blocks/expand-blocks.ts';
import {
  type DataSettings,
  type GraphDocument,
  type GraphNode,
  ownDataset,
} from '../../engine/graph/document.ts';

const isSameJson = (left: unknown, right: unknown): boolean =>
  left === right || JSON.stringify(left) === JSON.stringify(right);

const isSameNode = (left: GraphNode, right: GraphNode): boolean =>
  left === right ||
  (left.id === right.id &&
    left.operator === right.operator &&
    (left.frozen ?? false) === (right.frozen ?? false) &&
    left.skip === right.skip &&
    isSameJson(left.shares, right.shares) &&
    isSameJson(left.initialisers, right.initialisers) &&
    isSameJson(left.attributes, right.attributes));

/** Tables are compared whole only where they are not the same object; as text they may have megabytes. */
function isSameData(left: DataSettings, right: DataSettings): boolean {
  if (left === right) return true;
  const [{ table: one, ...rest }, { table: other, ...others }] = [left, right];
  return isSameJson(rest, others) && (left.dataset !== ownDataset || isSameJson(one, other));
}

/** The settings that a running session cannot take over: all but the learning rate and the epochs. */
const fixedTraining = ({ training }: GraphDocument): unknown => ({
  ...training,
  epochs: 0,
  breakpoints: undefined,
  optimizer: { ...training.optimizer, learningRate: 0 },
});

/**
 * Whether results of one document still stand for the other. Positions, names, the learning rate and the number of
 * epochs may differ; everything else makes results stale.
 */
export function isSameForTraining(left: GraphDocument, right: GraphDocument): boolean {
  if (left === right) return true;
  const [one, other] = [expandBlocks(left).flat, expandBlocks(right).flat];
  return (
    one.nodes.length === other.nodes.length &&
    one.nodes.every((node, index) => isSameNode(node, other.nodes[index] as GraphNode)) &&
    isSameJson(one.edges, other.edges) &&
    isSameData(left.data, right.data) &&
    isSameJson(left.weights ?? {}, right.weights ?? {}) &&
    (left.training === right.training || isSameJson(fixedTraining(left), fixedTraining(right)))
  );
}
