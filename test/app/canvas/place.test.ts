import { describe, expect, test } from 'vitest';
import { freeOffset, freePlace, leftOf, offsetOfCopies, rightOf } from '../../../app/canvas/place.ts';
import { emptyDocument, type GraphNode } from '../../../engine/graph/document.ts';

const node = (id: string, x: number, y: number): GraphNode => ({
  id,
  operator: 'ReLU',
  attributes: {},
  position: { x, y },
});
const size = { width: 136, height: 94 };
const sizeOf = () => size;

describe('where new nodes go', () => {
  test('a free place is taken as it is, on the grid', () => {
    expect(freePlace([], { x: 101, y: 7 }, sizeOf)).toEqual({ x: 96, y: 0 });
  });

  test('an occupied place is left for the first free one below', () => {
    const nodes = [node('a', 0, 0), node('b', 0, 136)];
    const place = freePlace(nodes, { x: 0, y: 0 }, sizeOf);
    expect(place.x).toBe(0);
    expect(place.y).toBeGreaterThanOrEqual(136 + 94);
  });

  test('a reader stands right of what it reads, level with it', () => {
    const source = node('a', 100, 50);
    expect(rightOf(source, size).y).toBe(50);
    expect(rightOf(source, size).x).toBeGreaterThan(100 + size.width);
  });

  test('what a later port reads stands lower', () => {
    const reader = node('loss', 500, 100);
    expect(leftOf(reader, 0)).toMatchObject({ y: 100 });
    expect(leftOf(reader, 1).y).toBeGreaterThan(100 + size.height);
    expect(leftOf(reader, 1).x).toBeLessThan(500 - size.width);
  });
});

describe('where copies go', () => {
  const chain = [node('a', 0, 0), node('b', 176, 0), node('c', 176, 136)];
  const document = {
    ...emptyDocument(),
    nodes: chain,
    annotations: [
      {
        id: 'f',
        kind: 'frame' as const,
        text: '',
        position: { x: -24, y: -32 },
        size: { width: 400, height: 300 },
      },
    ],
  };
  const boxes = chain.map(({ position }) => ({ ...position, ...size }));

  test('on nothing that is there, straight below, and where they were cut out exactly there', () => {
    const { x, y } = offsetOfCopies(document, { nodes: chain.slice(0, 2) }, sizeOf);
    expect(x).toBe(0);
    expect(y).toBeGreaterThanOrEqual(136 + 94);
    expect(freeOffset(boxes.slice(0, 2), boxes.slice(2))).toEqual({ x: 0, y: 0 });
  });

  test('a frame is in the way of a frame, not of the cards that lie in it', () => {
    const alone = { ...document, nodes: [] };
    expect(offsetOfCopies(alone, { nodes: chain }, sizeOf)).toEqual({ x: 0, y: 0 });
    const copied = { nodes: [], annotations: document.annotations };
    expect(offsetOfCopies(alone, copied, sizeOf).y).toBeGreaterThanOrEqual(300);
  });
});
