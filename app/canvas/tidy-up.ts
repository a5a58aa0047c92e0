import type { GraphDocument } from '../../engine/graph/document.ts';
import type { Position } from '../../engine/graph/edit/edit.ts';
import type { CardSize } from './view-handle.ts';
import { type Direction, wrapLines } from './wrap-lines.ts';

export interface TidyOptions {
  readonly direction: Direction;
  readonly sizeOf: (node: string) => CardSize;
  /** The node that stays where it is; without one, the top left of all does. */
  readonly anchor?: string | undefined;
}

/**
 * Positions for the nodes named, along the wires. The layout is by dagre, loaded when first asked for. Pinned nodes are
 * laid out with the others, so that there is room for them, and stay. A long chain is set in lines.
 */
export async function tidyPositions(
  document: GraphDocument,
  ids: readonly string[],
  { direction, sizeOf, anchor }: TidyOptions,
): Promise<ReadonlyMap<string, Position>> {
  const { Graph, layout } = await import('@dagrejs/dagre');
  const chosen = new Set(ids);
  const nodes = document.nodes.filter((node) => chosen.has(node.id));
  const graph = new Graph();
  graph.setGraph({ rankdir: direction === 'right' ? 'LR' : 'TB', nodesep: 48, ranksep: 48 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { ...sizeOf(node.id) });
  for (const { from, to } of document.edges) {
    if (chosen.has(from[0]) && chosen.has(to[0])) graph.setEdge(from[0], to[0]);
  }
  layout(graph);
  const inOne = new Map(
    nodes.map((node) => {
      const { x, y } = graph.node(node.id) as Position;
      const { width, height } = sizeOf(node.id);
      return [node.id, { x: x - width / 2, y: y - height / 2 }];
    }),
  );
  const placed = wrapLines(inOne, sizeOf, direction);
  const corner = (positions: Iterable<Position>): Position => {
    const all = [...positions];
    return { x: Math.min(...all.map(({ x }) => x)), y: Math.min(...all.map(({ y }) => y)) };
  };
  const held = nodes.find(({ id }) => id === anchor) ?? nodes.find(({ pinned }) => pinned === true);
  const before = held?.position ?? corner(nodes.map(({ position }) => position));
  const after = (held === undefined ? undefined : placed.get(held.id)) ?? corner(placed.values());
  return new Map(
    [...placed].map(([id, { x, y }]) => [
      id,
      { x: Math.round(x + before.x - after.x), y: Math.round(y + before.y - after.y) },
    ]),
  );
}
