import { describe, expect, test } from 'vitest';
import { healthOf, healthyPart, rulerPlace } from '../../../app/live/gradient-health.ts';

describe('gradient norms', () => {
  test.each([
    [0, 'zero'],
    [1e-9, 'vanishing'],
    [9e-6, 'vanishing'],
    [1e-5, 'healthy'],
    [0.13, 'healthy'],
    [10, 'healthy'],
    [11, 'exploding'],
    [Number.POSITIVE_INFINITY, 'exploding'],
    [Number.NaN, 'not a number'],
  ])('%f is %s', (norm, health) => {
    expect(healthOf(norm)).toBe(health);
  });

  test('stand on a ruler from 1e−8 to 1e2, its ends holding what lies outside', () => {
    expect(rulerPlace(1e-8)).toBeCloseTo(0, 12);
    expect(rulerPlace(1e-3)).toBeCloseTo(0.5, 12);
    expect(rulerPlace(100)).toBeCloseTo(1, 12);
    expect(rulerPlace(0)).toBe(0);
    expect(rulerPlace(1e9)).toBe(1);
  });

  test('the healthy part is where healthy norms stand', () => {
    expect(rulerPlace(1e-5)).toBeCloseTo(healthyPart.from, 12);
    expect(rulerPlace(10)).toBeCloseTo(healthyPart.to, 12);
  });
});
