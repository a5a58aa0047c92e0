import { describe, expect, test } from 'vitest';
import { wireMiddle, wirePath } from '../../../app/canvas/wire-path.ts';

describe('wires', () => {
  test('level ports are joined by a straight line', () => {
    expect(wirePath({ sourceX: 0, sourceY: 5, targetX: 40, targetY: 5 })).toBe('M0 5H40');
  });

  test('others by a cubic that leaves and arrives level', () => {
    const path = wirePath({ sourceX: 0, sourceY: 0, targetX: 100, targetY: 60 });
    const numbers = path.match(/-?[\d.]+/g)?.map(Number) ?? [];
    const [x1, y1, c1x, c1y, c2x, c2y, x2, y2] = numbers;
    expect([x1, y1, x2, y2]).toEqual([0, 0, 100, 60]);
    expect([c1y, c2y]).toEqual([0, 60]);
    expect(c1x).toBeGreaterThan(0);
    expect(c2x).toBeLessThan(100);
  });

  test('the labels lie half way', () => {
    expect(wireMiddle({ sourceX: 0, sourceY: 0, targetX: 100, targetY: 60 })).toEqual({ x: 50, y: 30 });
  });
});
