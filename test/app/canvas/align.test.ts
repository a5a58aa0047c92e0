import { describe, expect, test } from 'vitest';
import { aligned, alignments, distributed, type PlacedCard } from '../../../app/canvas/align.ts';

const card = (id: string, x: number, y: number, width = 100, height = 50): PlacedCard => ({
  id,
  x,
  y,
  size: { width, height },
});
const cards = [card('a', 0, 0), card('b', 200, 40, 60, 30), card('c', 90, 300, 140, 90)];

describe('cards', () => {
  test.each([
    ['left', [0, 0, 0], 'x'],
    ['centre', [80, 100, 60], 'x'],
    ['right', [160, 200, 120], 'x'],
    ['top', [0, 0, 0], 'y'],
    ['middle', [170, 180, 150], 'y'],
    ['bottom', [340, 360, 300], 'y'],
  ] as const)('line up at the %s', (alignment, wanted, axis) => {
    const placed = aligned(cards, alignment);
    expect(cards.map(({ id }) => placed.get(id)?.[axis])).toEqual(wanted);
    const other = axis === 'x' ? 'y' : 'x';
    expect(cards.map(({ id }) => placed.get(id)?.[other])).toEqual(cards.map((each) => each[other]));
  });

  test('every alignment is tried here', () => {
    expect(alignments).toHaveLength(6);
  });

  test('are spread so that gaps are the same and the outer ones stay', () => {
    const row = [card('a', 0, 0), card('b', 110, 5), card('c', 400, 9)];
    const placed = distributed(row, 'across');
    expect(row.map(({ id }) => placed.get(id))).toEqual([
      { x: 0, y: 0 },
      { x: 200, y: 5 },
      { x: 400, y: 9 },
    ]);
    expect(distributed([card('a', 0, 0), card('b', 10, 100), card('c', 20, 350)], 'down').get('b')).toEqual({
      x: 10,
      y: 175,
    });
    expect(distributed(row.slice(0, 2), 'across').size).toBe(0);
  });
});
