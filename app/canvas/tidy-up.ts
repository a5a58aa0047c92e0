import type { GraphDocument, GraphNode } from '../../engine/graph/document.ts';
import type { CardSize } from './view-handle.ts';

/**
 * Positions for the nodes named, from left to right along the wires. The layout is by dagre, loaded when first asked
 * for. It starts where the top left of those nodes was.
 */
export async function tidyPositions(
  document: GraphDocument,
  ids: readonly string[],
  sizeOf: (node: string) => CardSize,
): Promise<ReadonlyMap<string, GraphNode['position']>> {
  const { Graph, layout } = await import('@dagrejs/dagre');
  const chosen = new Set(ids);
  const nodes = document.nodes.filter((node) => chosen.has(node.id));
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 48, ranksep: 48 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { ...sizeOf(node.id) });
  for (const { from, to } of document.edges) {
    if (chosen.has(from[0]) && chosen.has(to[0])) graph.setEdge(from[0], to[0]);
  }
  layout(graph);
  const corner = (axis: 'x' | 'y') => Math.min(...nodes.map((node) => node.position[axis]));
  const placed = nodes.map((node) => {
    const { x, y } = graph.node(node.id) as { readonly x: number; readonly y: number };
    const { width, height } = sizeOf(node.id);
    return { id: node.id, x: x - width / 2, y: y - height / 2 };
  });
  const left = corner('x') - Math.min(...placed.map(({ x }) => x));
  const top = corner('y') - Math.min(...placed.map(({ y }) => y));
  return new Map(placed.map(({ id, x, y }) => [id, { x: Math.round(x + left), y: Math.round(y + top) }]));
}
