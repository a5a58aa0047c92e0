import { blockUsedBy } from '../graph/blocks/blocks.ts';
import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { displayName } from '../graph/display-name.ts';
import type { GraphDocument, GraphNode } from '../graph/document.ts';
import type { Shape } from '../program/shape.ts';
import type { NodeCounts } from './node-counts.ts';

/** A line of the table of costs: a node, or a block that counts as one and holds the lines of what is inside. */
export type CountedRow =
  | { readonly kind: 'node'; readonly counts: NodeCounts }
  | { readonly kind: 'block'; readonly counts: NodeCounts; readonly rows: readonly CountedRow[] };

/** What lies between two strokes of an id: encoder of encoder/fc1, after a prefix. */
function segmentAfter(id: string, prefix: string): string | undefined {
  const end = id.indexOf('/', prefix.length);
  return end < 0 ? undefined : id.slice(prefix.length, end);
}

/**
 * The counts of nodes under the blocks that they are in, each block with the sums of what it holds, in the place of
 * its first node. `document` is the whole one.
 */
export function countsByBlock(
  document: GraphDocument,
  graph: Pick<CheckedGraph, 'nodes' | 'sources'>,
  counts: readonly NodeCounts[],
): readonly CountedRow[] {
  return rowsOf(document, graph, counts, document.nodes, '');
}

function rowsOf(
  document: GraphDocument,
  graph: Pick<CheckedGraph, 'nodes' | 'sources'>,
  counts: readonly NodeCounts[],
  nodes: readonly GraphNode[],
  prefix: string,
): readonly CountedRow[] {
  const members = new Map<string, NodeCounts[]>();
  const order: (NodeCounts | string)[] = [];
  for (const row of counts) {
    const use = segmentAfter(row.node, prefix);
    if (use === undefined) order.push(row);
    else if (members.get(use)?.push(row) === undefined) {
      members.set(use, [row]);
      order.push(use);
    }
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return order.flatMap((entry): readonly CountedRow[] => {
    if (typeof entry !== 'string') return [{ kind: 'node', counts: entry }];
    const inside = members.get(entry) ?? [];
    const use = byId.get(entry);
    const block = blockUsedBy(document, use);
    if (use === undefined || block === undefined) {
      return inside.map((counted) => ({ kind: 'node', counts: counted }));
    }
    const id = `${prefix}${entry}`;
    const outputs = block.outputs.flatMap(({ name }): readonly (readonly [string, Shape])[] => {
      const [node = '', port = ''] = graph.sources.get(`${id} ${name}`) ?? [];
      const type = graph.nodes.get(node)?.outputs.get(port);
      return type === undefined ? [] : [[name, type.shape]];
    });
    const sum = (of: (row: NodeCounts) => bigint): bigint =>
      inside.reduce((total, row) => total + of(row), 0n);
    return [
      {
        kind: 'block',
        counts: {
          node: id,
          name: displayName(use),
          operator: block.name,
          outputs: new Map(outputs),
          parameters: sum((row) => row.parameters),
          trainable: sum((row) => row.trainable),
          multiplyAdds: sum((row) => row.multiplyAdds),
          outputBytes: sum((row) => row.outputBytes),
          parameterBytes: sum((row) => row.parameterBytes),
        },
        rows: rowsOf(document, graph, inside, block.nodes, `${id}/`),
      },
    ];
  });
}

/** Every block among the rows, those within others too, outermost first. */
export const blocksAmong = (rows: readonly CountedRow[]): readonly NodeCounts[] =>
  rows.flatMap((row) => (row.kind === 'block' ? [row.counts, ...blocksAmong(row.rows)] : []));
