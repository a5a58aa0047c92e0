import { describe, expect, test } from 'vitest';
import { type LaidCard, type LaidWire, lanesOf } from '../../../app/canvas/wire-lanes.ts';
import { wirePath } from '../../../app/canvas/wire-path.ts';

const size = { width: 136, height: 94 };
/** Level with the first port of a card. */
const port = 47;
const card = (id: string, x: number, y = 0): LaidCard => ({ id, x, y, ...size });
const row = [card('a', 0), card('b', 176), card('c', 352), card('d', 528)];
const wire = (source: LaidCard, target: LaidCard, at = port): LaidWire => ({
  id: `${source.id}->${target.id}`,
  source: source.id,
  target: target.id,
  ends: {
    sourceX: source.x + size.width,
    sourceY: source.y + port,
    targetX: target.x,
    targetY: target.y + at,
  },
});
const [a, b, c, d] = row as [LaidCard, LaidCard, LaidCard, LaidCard];

describe('lanes of wires', () => {
  test('what runs under no card keeps its way', () => {
    expect(lanesOf(row, [wire(a, b), wire(b, c)]).size).toBe(0);
    const below = card('e', 528, 300);
    expect(lanesOf([a, below], [wire(a, below)]).size).toBe(0);
  });

  test('a wire past others goes below or above them, a longer one outside of a shorter', () => {
    const [short, long] = [wire(a, c, 87), wire(a, d, 87)];
    const lanes = lanesOf(row, [long, short]);
    const [inner, outer] = [lanes.get(short.id) ?? 0, lanes.get(long.id) ?? 0];
    expect(inner).toBeGreaterThan(94);
    expect(outer).toBeGreaterThan(inner);
    expect(lanesOf(row, [wire(a, c, 10)]).get('a->c')).toBeLessThan(0);
  });

  test('a wire back to the next line passes between the lines', () => {
    const next = row.map(({ id, x }) => card(`${id}2`, x, 230));
    const lane = lanesOf([...row, ...next], [wire(d, next[0] as LaidCard)]).get('d->a2') ?? 0;
    expect(lane).toBeGreaterThan(94);
    expect(lane).toBeLessThan(230);
  });

  test('where the way around is too far, the wire stays under the card', () => {
    const wall = { ...card('wall', 176, -2000), height: 4000 };
    expect(lanesOf([a, wall, c], [wire(a, c)]).size).toBe(0);
  });

  test('the path keeps its ends and stays level along the lane', () => {
    const path = wirePath({ sourceX: 0, sourceY: 0, targetX: 400, targetY: 40 }, 120);
    expect(path).toMatch(/^M0 0C/);
    expect(path).toMatch(/ 40 120H360C/);
    expect(path).toMatch(/ 400 40$/);
  });
});
