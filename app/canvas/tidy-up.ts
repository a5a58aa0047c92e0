import { Graph, layout } from '@dagrejs/dagre';
import type { GraphDocument } from '../../engine/graph/document.ts';
import type { Position } from '../../engine/graph/edit/edit.ts';
import { waysAround } from '../../engine/graph/ways-around.ts';
import { layoutSizes } from './layout-size.ts';
import { firstPort } from './port.tsx';
import { type CardSize, drawnWhole } from './view-handle.ts';
import { type Direction, type Link, wrapLines } from './wrap-lines.ts';

export interface TidyOptions {
  readonly direction: Direction;
  readonly sizeOf: (node: string) => CardSize;
  /** The node that stays where it is; without one, the top left of all does. */
  readonly anchor?: string | undefined;
}

/**
 * Positions for the nodes named, along the wires. The layout is by dagre; this is no part of the first load. Pinned nodes are
 * laid out with the others, so that there is room for them, and stay. A long chain is set in lines. Wires that pass nodes by
 * have lanes of their own (`wire-lanes.ts`), so that what they pass stays in one row, with its first ports level.
 */
export function tidyPositions(
  document: GraphDocument,
  ids: readonly string[],
  { direction, sizeOf: drawnSize, anchor }: TidyOptions,
): ReadonlyMap<string, Position> {
  const sizeOf = document.nodes.length > drawnWhole ? layoutSizes(document.nodes, drawnSize) : drawnSize;
  const chosen = new Set(ids);
  const nodes = document.nodes.filter((node) => chosen.has(node.id));
  const graph = new Graph();
  graph.setGraph({ rankdir: direction === 'right' ? 'LR' : 'TB', nodesep: 48, ranksep: 48 });
  graph.setDefaultEdgeLabel(() => ({}));
  /** From a card's top to what lies level with its neighbours in a row. */
  const levelOf = (id: string): number => (direction === 'right' ? firstPort : sizeOf(id).height / 2);
  for (const { id } of nodes) {
    const { width, height } = sizeOf(id);
    graph.setNode(id, { width, height: 2 * Math.max(levelOf(id), height - levelOf(id)) });
  }
  const within = {
    nodes,
    edges: document.edges.filter(({ from, to }) => chosen.has(from[0]) && chosen.has(to[0])),
  };
  const around = waysAround(within);
  for (const edge of within.edges) if (!around.has(edge)) graph.setEdge(edge.from[0], edge.to[0]);
  layout(graph);
  const inOne = new Map(
    nodes.map(({ id }) => {
      const { x, y } = graph.node(id) as Position;
      return [id, { x: x - sizeOf(id).width / 2, y: y - levelOf(id) }];
    }),
  );
  const links = within.edges.map(({ from, to }): Link => [from[0], to[0]]);
  const placed = wrapLines(inOne, sizeOf, direction, links);
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
