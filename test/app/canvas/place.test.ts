import { describe, expect, test } from 'vitest';
import { freePlace, leftOf, rightOf } from '../../../app/canvas/place.ts';
import type { GraphNode } from '../../../engine/graph/document.ts';

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
