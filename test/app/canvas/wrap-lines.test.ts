import { describe, expect, test } from 'vitest';
import { wrapLines } from '../../../app/canvas/wrap-lines.ts';
import type { Position } from '../../../engine/graph/edit/edit.ts';

const size = { width: 136, height: 94 };
const sizeOf = () => size;
const chain = (count: number, axis: 'x' | 'y'): ReadonlyMap<string, Position> =>
  new Map(
    Array.from({ length: count }, (_, index) => [
      `n${index}`,
      axis === 'x' ? { x: 184 * index, y: 10 } : { x: 10, y: 184 * index },
    ]),
  );
const extent = (placed: ReadonlyMap<string, Position>, axis: 'x' | 'y'): number => {
  const all = [...placed.values()].map((at) => at[axis]);
  return Math.max(...all) - Math.min(...all);
};

describe('a layout in lines', () => {
  test('a short one, or one with many branches, stays as it is', () => {
    const few = chain(20, 'x');
    expect(wrapLines(few, sizeOf, 'right')).toBe(few);
    const broad = new Map([...chain(60, 'x'), ['below', { x: 0, y: 3000 }] as const]);
    expect(wrapLines(broad, sizeOf, 'right')).toBe(broad);
  });

  test.each([
    ['right', 'x', 'y'],
    ['down', 'y', 'x'],
  ] as const)('a chain of 200 to the %s is set in lines that keep the order', (direction, along, across) => {
    const wrapped = wrapLines(chain(200, along), sizeOf, direction);
    const aspect = extent(wrapped, 'x') / extent(wrapped, 'y');
    expect(aspect).toBeGreaterThan(1.2);
    expect(aspect).toBeLessThan(3.5);
    const order = [...wrapped].toSorted(([, a], [, b]) => a[across] - b[across] || a[along] - b[along]);
    expect(order.map(([id]) => id)).toEqual(Array.from({ length: 200 }, (_, index) => `n${index}`));
    // No card lies over another.
    const places = new Set([...wrapped.values()].map(({ x, y }) => `${x} ${y}`));
    expect(places.size).toBe(200);
  });

  test('lines end where the fewest values go over', () => {
    // Blocks of seven, each with a wire around it: between two of them one value goes over, within one two do.
    const links = Array.from({ length: 199 }, (_, at) => [`n${at}`, `n${at + 1}`] as const);
    const around = Array.from({ length: 28 }, (_, block) => [`n${7 * block}`, `n${7 * block + 7}`] as const);
    const wrapped = [...wrapLines(chain(200, 'x'), sizeOf, 'right', [...links, ...around])];
    const firsts = wrapped.flatMap(([, { y }], at) => (at > 0 && y !== wrapped[at - 1]?.[1].y ? [at] : []));
    expect(firsts.length).toBeGreaterThan(1);
    for (const first of firsts) expect(first % 7).toBe(1);
  });
});
