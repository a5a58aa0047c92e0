import { prefixOf } from '../../engine/graph/blocks/blocks.ts';
import type { GraphDocument, GraphNode } from '../../engine/graph/document.ts';
import type { Box } from '../../engine/graph/edit/annotations.ts';
import type { Fragment } from '../../engine/graph/edit/fragment.ts';
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

/** How far down boxes go so that none lies on another; where they are free already, not at all. */
export function freeOffset(boxes: readonly Box[], lying: readonly Box[]): Position {
  let y = 0;
  for (;;) {
    const lower = boxes.flatMap((box) =>
      lying
        .filter((other) => overlaps({ x: box.x, y: box.y + y }, box, other, other))
        .map((other) => other.y + other.height + gap - box.y),
    );
    if (lower.length === 0) return { x: 0, y };
    y = Math.ceil(Math.max(...lower) / grid) * grid;
  }
}

/** How far from their originals copies go, so that none lies on what is there. */
export function offsetOfCopies(
  document: GraphDocument,
  { nodes, annotations = [] }: Pick<Fragment, 'nodes' | 'annotations'>,
  sizeOf: (node: string) => CardSize,
): Position {
  const prefix = prefixOf(document);
  const copiesFrames = annotations.some(({ kind }) => kind === 'frame');
  const copied = [
    ...nodes.map(({ id, position }) => ({ ...position, ...sizeOf(`${prefix}${id}`) })),
    ...annotations.map(({ position, size }) => ({ ...position, ...size })),
  ];
  const lying = [
    ...document.nodes.map(({ id, position }) => ({ ...position, ...sizeOf(id) })),
    // Cards lie in frames; only another frame is in the way of one.
    ...(document.annotations ?? [])
      .filter(({ kind }) => kind === 'note' || copiesFrames)
      .map(({ position, size }) => ({ ...position, ...size })),
  ];
  return freeOffset(copied, lying);
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
