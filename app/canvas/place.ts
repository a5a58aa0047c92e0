import type { GraphNode } from '../../engine/graph/document.ts';
import { type CardSize, usualCardSize } from './view-handle.ts';

type Position = GraphNode['position'];

const grid = 16;
/** Room for a wire with its labels between two cards. */
const gap = 40;

const snap = (value: number): number => Math.round(value / grid) * grid;

const overlaps = (a: Position, aSize: CardSize, b: Position, bSize: CardSize): boolean =>
  a.x < b.x + bSize.width + grid &&
  b.x < a.x + aSize.width + grid &&
  a.y < b.y + bSize.height + grid &&
  b.y < a.y + aSize.height + grid;

/** The first free place at or below a wanted one, on the grid. */
export function freePlace(
  nodes: readonly GraphNode[],
  wanted: Position,
  sizeOf: (node: string) => CardSize,
  size: CardSize = usualCardSize,
): Position {
  const x = snap(wanted.x);
  let y = snap(wanted.y);
  for (let tries = 0; tries <= nodes.length; tries += 1) {
    const hit = nodes.find((node) => overlaps({ x, y }, size, node.position, sizeOf(node.id)));
    if (hit === undefined) break;
    y = snap(hit.position.y + sizeOf(hit.id).height + gap);
  }
  return { x, y };
}

/** Where a node that reads `source` goes: right of it, level with it. A card may still grow as it is wired. */
export const rightOf = (source: GraphNode, size: CardSize): Position => ({
  x: source.position.x + Math.max(size.width, usualCardSize.width) + gap,
  y: source.position.y,
});

/** Where a node that `reader` reads goes: left of it, lower with each port further down. */
export const leftOf = (reader: GraphNode, port: number): Position => ({
  x: reader.position.x - usualCardSize.width - gap,
  y: reader.position.y + port * (usualCardSize.height + gap * 2),
});
