import { expect, test } from 'vitest';
import { layoutSizes } from '../../../app/canvas/layout-size.ts';
import { usualCardSize } from '../../../app/canvas/view-handle.ts';
import type { GraphNode } from '../../../engine/graph/document.ts';

const node = (id: string, operator: string): GraphNode => ({
  id,
  operator,
  attributes: {},
  position: { x: 0, y: 0 },
});
const nodes = [
  node('a', 'BatchNorm1d'),
  node('b', 'BatchNorm1d'),
  node('c', 'BatchNorm1d'),
  node('d', 'Linear'),
];

test('a card that was drawn has its size, one that was not that of the widest of its kind, others have room', () => {
  const drawn = new Map([
    ['a', { width: 180, height: 94 }],
    ['b', { width: 193, height: 94 }],
  ]);
  const sizeOf = layoutSizes(nodes, (id) => drawn.get(id) ?? usualCardSize);
  expect(sizeOf('a').width).toBe(180);
  expect(sizeOf('c').width).toBe(193);
  expect(sizeOf('d').width).toBeGreaterThan(usualCardSize.width);
});

test('a box that is higher than a card keeps its height', () => {
  const sizeOf = layoutSizes(nodes, (id) => (id === 'd' ? { width: 136, height: 150 } : usualCardSize));
  expect(sizeOf('d').height).toBe(150);
});
