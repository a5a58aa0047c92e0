import { bindDimension, formatShape } from '../../program/shape.ts';
import { displayName } from '../display-name.ts';
import type { GraphDocument } from '../document.ts';
import type { CheckedGraph, CheckedNode } from './checked-graph.ts';
import { type Diagnostic, diagnostic } from './diagnostic.ts';

/** A batch that gives every feature enough values for its statistics, and is usual. */
const usualBatch = 16;

/** Whether train mode can take its statistics of this node over a batch: from one value there is no variance. */
export const hasStatistics = ({ valuesPerStatistic }: CheckedNode, batch: number): boolean =>
  valuesPerStatistic === undefined || bindDimension(valuesPerStatistic, batch) > 1;

/** Whether train mode can compute a batch of this size. */
export const canTrainWith = ({ nodes }: Pick<CheckedGraph, 'nodes'>, batch: number): boolean =>
  [...nodes.values()].every((checked) => hasStatistics(checked, batch));

/** Nodes that take statistics over a batch in which each has one value: PyTorch refuses to train with it. */
export function checkBatch(
  { training }: GraphDocument,
  nodes: ReadonlyMap<string, CheckedNode>,
): readonly Diagnostic[] {
  return [...nodes.values()]
    .filter((checked) => !hasStatistics(checked, training.batchSize))
    .map((checked) => {
      const { node, inputs, valuesPerStatistic } = checked;
      const name = displayName(node);
      const [port, connections] = [...inputs][0] ?? [];
      const arriving = connections?.[0]?.type.shape ?? [];
      const isFixed = typeof valuesPerStatistic === 'number';
      const why = 'In training it takes the mean and variance of each feature over the batch';
      return diagnostic('small-batch', {
        node: node.id,
        ...(port === undefined ? {} : { port }),
        title: `${name} needs more than one value per feature in training`,
        message: isFixed
          ? `${why}; ${formatShape(arriving)} arrives, with one value for each.`
          : `${why}; the batch size is 1, and one value has no variance (PyTorch: “Expected more than 1 value per channel when training”). Train with larger batches.`,
        fixes: isFixed
          ? []
          : [
              {
                kind: 'set-batch-size',
                batchSize: usualBatch,
                label: `Set the batch size to ${usualBatch}`,
              },
            ],
      });
    });
}
