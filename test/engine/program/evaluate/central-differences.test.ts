import { expect, test } from 'vitest';
import { Builder } from '../../../../engine/program/builder.ts';
import { centralDifferences } from '../../../../engine/program/evaluate/central-differences.ts';
import { totalLossKey } from '../../../../engine/program/program.ts';
import { tensorOf } from '../../../../engine/program/tensor.ts';

function differencesOf(build: (builder: Builder, x: number) => number, ...numbers: readonly number[]) {
  const builder = new Builder();
  const x = builder.input('x', [numbers.length]);
  builder.output(totalLossKey, builder.sumAll(build(builder, x)));
  const feeds = {
    batch: 1,
    inputs: new Map([['x', tensorOf([numbers.length], numbers)]]),
    parameters: new Map(),
    settings: new Map(),
  };
  const differences = centralDifferences(builder.finish(), feeds, totalLossKey);
  return (...direction: readonly number[]) => differences.along(x, Float64Array.from(direction));
}

test('a derivative along a direction is the sum of its parts', () => {
  const along = differencesOf((builder, x) => builder.unary('exp', x), 1, 2);
  expect(along(1, 0).value).toBeCloseTo(Math.E, 10);
  expect(along(1, -2).value).toBeCloseTo(Math.E - 2 * Math.E ** 2, 9);
});

test('a function that bends much is moved less', () => {
  const along = differencesOf(
    (builder, x) => builder.unary('exp', builder.multiply(x, builder.constant(1000))),
    0,
  );
  expect(along(1).value / 1000).toBeCloseTo(1, 7);
});

test('a kink between both sides is said, one beyond the smallest step is avoided', () => {
  const at = (x: number) => differencesOf((builder, id) => builder.unary('absolute', id), x)(1);
  expect(at(0).smooth).toBe(false);
  expect(at(1e-7).smooth).toBe(false);
  expect(at(1e-4)).toEqual({ value: expect.closeTo(1, 7), smooth: true });
});

test('the largest of several has a kink where two are alike', () => {
  const at = (...x: readonly number[]) =>
    differencesOf((builder, id) => builder.reduce('max', id, [0]), ...x)(1, 0);
  expect(at(1, 1).smooth).toBe(false);
  expect(at(2, 1)).toEqual({ value: expect.closeTo(1, 9), smooth: true });
});

test('what stopGradient passes is held still', () => {
  const along = differencesOf((builder, x) => builder.multiply(x, builder.stopGradient(x)), 3);
  expect(along(1).value).toBeCloseTo(3, 10);
});
