import { describe, expect, test } from 'vitest';
import { tidyPositions } from '../../../app/canvas/tidy-up.ts';
import { usualCardSize } from '../../../app/canvas/view-handle.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { moveNodes } from '../../../engine/graph/edit/edit.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';

const iris = findTemplate('iris')?.document ?? emptyDocument();
const heap = moveNodes(iris, new Map(iris.nodes.map(({ id }) => [id, { x: 10, y: 20 }])));

describe('tidy up', () => {
  test('data flows from left to right and no card lies on another', () => {
    const ids = heap.nodes.map(({ id }) => id);
    const positions = tidyPositions(heap, ids, { direction: 'right', sizeOf: () => usualCardSize });
    for (const { from, to } of heap.edges) {
      expect(positions.get(to[0])?.x).toBeGreaterThan((positions.get(from[0])?.x ?? 0) + usualCardSize.width);
    }
    for (const a of ids) {
      for (const b of ids) {
        const [p, q] = [positions.get(a), positions.get(b)];
        if (a === b || p === undefined || q === undefined) continue;
        const apart =
          Math.abs(p.x - q.x) >= usualCardSize.width || Math.abs(p.y - q.y) >= usualCardSize.height;
        expect(apart).toBe(true);
      }
    }
    const xs = [...positions.values()].map(({ x }) => x);
    expect(Math.min(...xs)).toBe(10);
  });

  test('nodes that were not named stay out of it', () => {
    const positions = tidyPositions(heap, ['fc1', 'act1'], {
      direction: 'right',
      sizeOf: () => usualCardSize,
    });
    expect([...positions.keys()].sort()).toEqual(['act1', 'fc1']);
  });
});

test('top to bottom, around a node that stays where it is', () => {
  const ids = heap.nodes.map(({ id }) => id);
  const positions = tidyPositions(heap, ids, {
    direction: 'down',
    sizeOf: () => usualCardSize,
    anchor: 'act1',
  });
  const at = (id: string) => positions.get(id) ?? { x: Number.NaN, y: Number.NaN };
  expect(at('act1')).toEqual(heap.nodes.find(({ id }) => id === 'act1')?.position);
  expect(at('fc1').y).toBeLessThan(at('act1').y);
  expect(at('fc1').x).toBe(at('act1').x);
});

test('what a wire passes by stays in one row, level at the first ports', () => {
  const skip = {
    ...heap,
    edges: [...heap.edges, { from: ['x', 'output'], to: ['fc2', 'input'] } as const],
  };
  const tall = { ...usualCardSize, height: 150 };
  const positions = tidyPositions(skip, ['x', 'fc1', 'act1', 'fc2'], {
    direction: 'right',
    sizeOf: (id) => (id === 'act1' ? tall : usualCardSize),
  });
  expect(new Set([...positions.values()].map(({ y }) => y)).size).toBe(1);
});
