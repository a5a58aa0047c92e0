import { hasStatistics } from '../graph/check/check-batch.ts';
import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import type { Fix } from '../graph/check/diagnostic.ts';
import { displayName } from '../graph/display-name.ts';

const lastBatch = (rows: number, batchSize: number): number => rows % batchSize || Math.min(rows, batchSize);

/** The batch size nearest to the given one that leaves no single row over; undefined where there is none. */
function fittingBatchSize(rows: number, batchSize: number): number | undefined {
  for (let by = 1; by < rows; by += 1) {
    const fitting = [batchSize + by, batchSize - by].find((size) => size > 1 && lastBatch(rows, size) > 1);
    if (fitting !== undefined) return fitting;
  }
  return undefined;
}

/**
 * What is wrong where the last batch of an epoch is a single row and a node takes statistics over the batch. PyTorch
 * stops there with "Expected more than 1 value per channel when training"; said before training begins.
 */
export function lastBatchFault(
  graph: CheckedGraph,
  rows: number,
): { readonly message: string; readonly node: string; readonly fix?: Fix } | undefined {
  const { batchSize } = graph.document.training;
  if (lastBatch(rows, batchSize) > 1) return undefined;
  const node = [...graph.nodes.values()].find((checked) => !hasStatistics(checked, 1))?.node;
  if (node === undefined) return undefined;
  const name = displayName(node);
  const fitting = fittingBatchSize(rows, batchSize);
  const advice =
    fitting === undefined ? 'Give the training part more rows.' : `Set the batch size to ${fitting}`;
  return {
    node: node.id,
    ...(fitting === undefined
      ? {}
      : { fix: { kind: 'set-batch-size' as const, batchSize: fitting, label: advice } }),
    message: `${name} needs more than one value per feature in training, but ${rows} training rows in batches of ${batchSize} leave a single row for the last batch of an epoch, which has no variance. ${advice.replace(/\.?$/, '.')}`,
  };
}
