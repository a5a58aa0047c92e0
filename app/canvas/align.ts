import type { GraphNode } from '../../engine/graph/document.ts';
import type { CardSize } from './view-handle.ts';

type Position = GraphNode['position'];

/** A card where it lies, in coordinates of the document. */
export interface PlacedCard extends Position {
  readonly id: string;
  readonly size: CardSize;
}

export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];

/** Where cards go so that they share an edge or a middle line: that of all of them together. */
export function aligned(cards: readonly PlacedCard[], alignment: Alignment): ReadonlyMap<string, Position> {
  const left = Math.min(...cards.map(({ x }) => x));
  const right = Math.max(...cards.map(({ x, size }) => x + size.width));
  const top = Math.min(...cards.map(({ y }) => y));
  const bottom = Math.max(...cards.map(({ y, size }) => y + size.height));
  const place = ({ x, y, size }: PlacedCard): Position => {
    switch (alignment) {
      case 'left':
        return { x: left, y };
      case 'centre':
        return { x: Math.round((left + right - size.width) / 2), y };
      case 'right':
        return { x: right - size.width, y };
      case 'top':
        return { x, y: top };
      case 'middle':
        return { x, y: Math.round((top + bottom - size.height) / 2) };
      case 'bottom':
        return { x, y: bottom - size.height };
    }
  };
  return new Map(cards.map((card) => [card.id, place(card)]));
}

/** Where cards go so that the gaps between neighbours are the same; the outer two stay. */
export function distributed(
  cards: readonly PlacedCard[],
  direction: 'across' | 'down',
): ReadonlyMap<string, Position> {
  const start = (card: PlacedCard): number => (direction === 'across' ? card.x : card.y);
  const length = ({ size }: PlacedCard): number => (direction === 'across' ? size.width : size.height);
  const sorted = cards.toSorted((a, b) => start(a) - start(b));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined || sorted.length < 3) return new Map();
  const room = start(last) + length(last) - start(first);
  const gap = (room - sorted.reduce((sum, card) => sum + length(card), 0)) / (sorted.length - 1);
  let at = start(first);
  return new Map(
    sorted.map((card) => {
      const place = Math.round(at);
      at += length(card) + gap;
      return [card.id, direction === 'across' ? { x: place, y: card.y } : { x: card.x, y: place }];
    }),
  );
}
