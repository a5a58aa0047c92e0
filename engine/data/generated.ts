import { NumpyGenerator } from '../random/numpy-generator.ts';
import { cosineAndSine } from '../random/rounded-functions.ts';
import type { BuiltIn, Dataset, GeneratorSettings } from './dataset.ts';

type Point = readonly [number, number];

/** n numbers, at least 2, from 0 to end, both included, as np.linspace spaces them. */
const linspace = (end: number, n: number): readonly number[] =>
  Array.from({ length: n }, (_, index) => (index === n - 1 ? end : index * (end / (n - 1))));

/** The point at an angle on the circle of radius 1, the same to the bit in every browser. */
function onCircle(angle: number): Point {
  const { cosine, sine } = cosineAndSine(angle);
  return [cosine, sine];
}

interface Recipe {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly defaults: GeneratorSettings;
  readonly points: (
    samples: number,
    generator: NumpyGenerator,
  ) => { readonly x: readonly Point[]; readonly y: readonly number[] };
}

/** Points in the plane of two classes: placed, shuffled, then moved by noise, in scikit-learn's order of draws. */
const generated = (recipe: Recipe): BuiltIn => ({
  kind: 'generated',
  id: recipe.id,
  name: recipe.name,
  defaults: recipe.defaults,
  generate: ({ samples, noise, seed }): Dataset => {
    const generator = new NumpyGenerator(seed);
    const { x, y } = recipe.points(samples, generator);
    const order = generator.permutation(x.length);
    const placed = order.map((row) => x[row] as Point);
    return {
      id: recipe.id,
      name: recipe.name,
      description: recipe.description,
      source: recipe.source,
      features: ['x1', 'x2'],
      target: { kind: 'class', name: 'class', classes: ['0', '1'] },
      x:
        noise === 0
          ? placed
          : placed.map(([a, b]) => [a + generator.normal(0, noise), b + generator.normal(0, noise)]),
      y: order.map((row) => y[row] as number),
    };
  },
});

const bothClasses = (first: readonly Point[], second: readonly Point[]) => ({
  x: [...first, ...second],
  y: [...first.map(() => 0), ...second.map(() => 1)],
});

const scikitLearn = (name: string): string =>
  `scikit-learn.org/stable/modules/generated/sklearn.datasets.${name}.html`;

/** Two interleaving half circles, scikit-learn's `make_moons`. */
export const moons = generated({
  id: 'moons',
  name: 'Two moons',
  description: 'Two interleaving half circles.',
  source: scikitLearn('make_moons'),
  defaults: { samples: 200, noise: 0.1, seed: 0 },
  points: (samples) => {
    const outer = Math.floor(samples / 2);
    return bothClasses(
      linspace(Math.PI, outer).map(onCircle),
      linspace(Math.PI, samples - outer)
        .map(onCircle)
        .map(([a, b]): Point => [1 - a, 1 - b - 0.5]),
    );
  },
});

/** A circle within a circle of half its size or so (factor 0.8), scikit-learn's `make_circles`. */
export const circles = generated({
  id: 'circles',
  name: 'Two circles',
  description: 'A circle within a circle.',
  source: scikitLearn('make_circles'),
  defaults: { samples: 200, noise: 0.05, seed: 0 },
  points: (samples) => {
    const factor = 0.8;
    const outer = Math.floor(samples / 2);
    // Without the end point, which would meet the first one.
    const circle = (n: number) =>
      linspace(2 * Math.PI, n + 1)
        .slice(0, n)
        .map(onCircle);
    return bothClasses(
      circle(outer),
      circle(samples - outer).map(([a, b]): Point => [a * factor, b * factor]),
    );
  },
});

/** Points drawn uniformly from the square (−1, 1)²; class 1 where the signs of the coordinates differ. */
export const exclusiveOr = generated({
  id: 'xor',
  name: 'Exclusive or',
  description: 'Four quarters of a square; opposite ones belong together.',
  source: 'Minsky and Papert, Perceptrons (1969)',
  defaults: { samples: 200, noise: 0, seed: 0 },
  points: (samples, generator) => {
    const x = Array.from(
      { length: samples },
      (): Point => [2 * generator.fraction() - 1, 2 * generator.fraction() - 1],
    );
    return { x, y: x.map(([a, b]) => (a > 0 === b > 0 ? 0 : 1)) };
  },
});

/** Two arms that wind around each other one and a half times, evenly spaced along their angle; radius 0 to 1. */
export const spiral = generated({
  id: 'spiral',
  name: 'Two spirals',
  description: 'Two arms that wind around each other.',
  source: 'Lang and Witbrock, Learning to tell two spirals apart (1988), with fewer turns',
  defaults: { samples: 200, noise: 0.02, seed: 0 },
  points: (samples) => {
    const turns = 1.5;
    const arm = (n: number, start: number): readonly Point[] =>
      Array.from({ length: n }, (_, index): Point => {
        const radius = (index + 1) / n;
        const [a, b] = onCircle(2 * Math.PI * turns * radius + start);
        return [radius * a, radius * b];
      });
    const first = Math.floor(samples / 2);
    return bothClasses(arm(first, 0), arm(samples - first, Math.PI));
  },
});
