import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../engine/data/dataset.ts';
import { gridOf, placeOn, planeOf, pointAt } from '../../../engine/data/plane.ts';
import { type PrepareSettings, resolveDataset } from '../../../engine/data/prepare.ts';
import { moons } from '../../../engine/graph/templates/settings.ts';
import { templateDocument } from '../graph/template-document.ts';

function found(settings: PrepareSettings): Dataset {
  const resolved = resolveDataset(settings);
  if (!resolved.ok) throw new Error(resolved.message);
  return resolved.dataset;
}

const dataset = found(moons);
const steps = 16;
const plane = planeOf(dataset);
if (plane === undefined) throw new Error('moons lie on no plane');

describe('the plane of two features', () => {
  test('holds every sample, and its grid runs from the top left to the bottom right', () => {
    for (const [x = 0, y = 0] of dataset.x) {
      const { left, top } = placeOn(plane, [x, y]);
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThan(1);
      expect(top).toBeGreaterThan(0);
      expect(top).toBeLessThan(1);
    }
    const { data } = gridOf(plane, steps);
    const last = steps * steps - 1;
    expect(placeOn(plane, [data[0] as number, data[1] as number])).toEqual({
      left: expect.closeTo(0.5 / steps, 9),
      top: expect.closeTo(0.5 / steps, 9),
    });
    expect(placeOn(plane, [data[2 * last] as number, data[2 * last + 1] as number])).toEqual({
      left: expect.closeTo(1 - 0.5 / steps, 9),
      top: expect.closeTo(1 - 0.5 / steps, 9),
    });
  });

  test('a point taken with the pointer is near where it was taken, in short numbers', () => {
    const [x, y] = pointAt(plane, 0.3, 0.8);
    const place = placeOn(plane, [x, y]);
    expect(place.left).toBeCloseTo(0.3, 2);
    expect(place.top).toBeCloseTo(0.8, 2);
    expect(String(x).length).toBeLessThan(8);
  });

  test('data of four features lie on none', () => {
    expect(planeOf(found(templateDocument('iris').data))).toBeUndefined();
  });
});
