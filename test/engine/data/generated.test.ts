import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDataset } from '../../../engine/data/catalogue.ts';
import type { Dataset, GeneratorSettings } from '../../../engine/data/dataset.ts';
import { circles, exclusiveOr, moons, spiral } from '../../../engine/data/generated.ts';
import { scikitLearn } from './fixtures.ts';

function generate(id: string, settings: GeneratorSettings): Dataset {
  const found = findDataset(id);
  if (found?.kind !== 'generated') throw new Error(`${id} is not generated`);
  return found.generate(settings);
}

describe('data that scikit-learn generates too', () => {
  test.each(scikitLearn.generated)(
    '$name of $samples samples, noise $noise, seed $seed',
    ({ name, samples, noise, seed, x, y }) => {
      const dataset = generate(name, { samples, noise, seed });
      expect(dataset.y).toEqual(y);
      const ours = dataset.x.flat();
      const errors = x.flat().map((value, index) => Math.abs((ours[index] ?? Number.NaN) - value));
      // NumPy's vectorised sine and cosine are right to a few units in the last place, ours to half of one.
      expect(Math.max(...errors)).toBeLessThanOrEqual(4 * Number.EPSILON);
    },
  );
});

describe.each([exclusiveOr, moons, circles, spiral].map((entry) => [entry.id] as const))('%s', (id) => {
  test('has as many samples as asked for, in two classes of the plane, the same for the same seed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(2 ** 32 - 1),
        (samples, noise, seed) => {
          const dataset = generate(id, { samples, noise, seed });
          expect([dataset.x.length, dataset.y.length]).toEqual([samples, samples]);
          expect(dataset.x.flat().every(Number.isFinite)).toBe(true);
          expect(dataset.x.every((row) => row.length === 2)).toBe(true);
          expect(dataset.y.every((label) => label === 0 || label === 1)).toBe(true);
          expect(generate(id, { samples, noise, seed })).toEqual(dataset);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('what a class means without noise', () => {
  const settings = { samples: 60, noise: 0, seed: 5 };

  test('exclusive or: the signs differ', () => {
    const { x, y } = generate('xor', settings);
    expect(y).toEqual(x.map(([a = 0, b = 0]) => (Math.sign(a) === Math.sign(b) ? 0 : 1)));
  });

  test('spiral: two arms, each other turned by half a turn', () => {
    const { x, y } = generate('spiral', settings);
    const arm = (label: number) =>
      x.filter((_, row) => y[row] === label).sort((p, q) => Math.hypot(...p) - Math.hypot(...q));
    const turned = arm(1).map(([a = 0, b = 0]) => [-a, -b]);
    arm(0).forEach((point, index) => {
      expect(turned[index]?.[0]).toBeCloseTo(point[0] ?? Number.NaN, 12);
      expect(turned[index]?.[1]).toBeCloseTo(point[1] ?? Number.NaN, 12);
    });
    expect(arm(0)).toHaveLength(30);
  });
});
