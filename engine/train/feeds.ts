import type { PreparedData } from '../data/prepare.ts';
import { checkedInOrder } from '../graph/build-program.ts';
import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { displayName } from '../graph/display-name.ts';
import { formatShape } from '../program/shape.ts';
import type { Tensor } from '../program/tensor.ts';

export type Part = PreparedData['train'];

/** A node that the data set feeds: which columns, and the shape of one sample. */
export interface DataLeaf {
  readonly node: string;
  readonly feed: 'features' | 'target';
  readonly sampleShape: readonly number[];
}

type LeavesResult =
  | { readonly ok: true; readonly leaves: readonly DataLeaf[] }
  | { readonly ok: false; readonly message: string; readonly node: string };

const elements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The data nodes of a graph, or why the data set does not fit one of them. */
export function dataLeaves(graph: CheckedGraph, data: PreparedData): LeavesResult {
  const leaves: DataLeaf[] = [];
  for (const { node, operator, attributes, outputs } of checkedInOrder(graph)) {
    const type = [...outputs.values()][0];
    if (operator.feed === undefined || type === undefined) continue;
    const sampleShape = type.shape.slice(1) as readonly number[];
    const refuse = (message: string): LeavesResult => ({
      ok: false,
      node: node.id,
      message: `${displayName(node)} ${message}`,
    });
    if (operator.feed === 'features') {
      if (elements(sampleShape) !== data.features) {
        return refuse(`has ${formatShape(sampleShape)} features, but the data set has ${data.features}.`);
      }
      leaves.push({ node: node.id, feed: 'features', sampleShape });
      continue;
    }
    if (data.dataset.target.kind === 'none') {
      return refuse('needs a target, but the data set has none. Choose a target column, or remove the node.');
    }
    const isReal = attributes['kind'] === 'real';
    if (isReal && elements(sampleShape) !== 1) {
      return refuse(`has ${formatShape(sampleShape)} numbers, but the data set has one target column.`);
    }
    if (!isReal && data.classes === undefined)
      return refuse('needs classes, but the data set has real targets.');
    if (!isReal && data.classes !== undefined && (attributes['classes'] as number) < data.classes) {
      return refuse(`has ${attributes['classes']} classes, but the data set has ${data.classes}.`);
    }
    leaves.push({ node: node.id, feed: 'target', sampleShape: isReal ? sampleShape : [] });
  }
  return { ok: true, leaves };
}

/** The chosen rows as the tensors that the program's data leaves take, by node id. */
export function batchFeeds(
  leaves: readonly DataLeaf[],
  part: Part,
  rows: readonly number[],
): ReadonlyMap<string, Tensor> {
  return new Map(
    leaves.map(({ node, feed, sampleShape }) => {
      const from = feed === 'features' ? part.x : part.y;
      const width = elements(sampleShape);
      const data = new Float64Array(rows.length * width);
      rows.forEach((row, index) => {
        data.set(from.subarray(row * width, (row + 1) * width), index * width);
      });
      return [node, { shape: [rows.length, ...sampleShape], data }];
    }),
  );
}
