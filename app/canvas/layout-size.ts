import type { GraphNode } from '../../engine/graph/document.ts';
import { type CardSize, usualCardSize } from './view-handle.ts';

/** Room for a card of a kind that was never drawn: but for long formulas of a person's own none is wider. */
const wideCard: CardSize = { width: 208, height: usualCardSize.height };

/**
 * How large cards will be once they are drawn. Of a graph so large that it is seen as boxes, some never were, and boxes tell nothing:
 * these are taken to be as large as the widest of their kind that was.
 */
export function layoutSizes(
  nodes: readonly GraphNode[],
  sizeOf: (node: string) => CardSize,
): (node: string) => CardSize {
  // A box has the usual width until its card was drawn.
  const isKnown = ({ width }: CardSize): boolean => width !== usualCardSize.width;
  const sizes = new Map(nodes.map(({ id }) => [id, sizeOf(id)]));
  const kinds = new Map<string, CardSize>();
  for (const { id, operator } of nodes) {
    const size = sizes.get(id) ?? usualCardSize;
    if (isKnown(size) && size.width > (kinds.get(operator)?.width ?? 0)) kinds.set(operator, size);
  }
  const kindOf = new Map(nodes.map(({ id, operator }) => [id, operator]));
  return (id) => {
    const size = sizes.get(id) ?? sizeOf(id);
    if (isKnown(size)) return size;
    const kind = kinds.get(kindOf.get(id) ?? '') ?? wideCard;
    return { width: kind.width, height: Math.max(size.height, kind.height) };
  };
}
