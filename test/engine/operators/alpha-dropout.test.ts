import { describe, expect, test } from 'vitest';
import { alphaDropout } from '../../../engine/operators/alpha-dropout.ts';
import { createTorchGenerator } from '../../../engine/random/torch-generator.ts';
import { runAlone } from './run-alone.ts';

const count = 20_000;
const normal = Float64Array.from(createTorchGenerator(5).normal(count, 0, 1));

/** SELU's scale times its alpha (Klambauer et al. 2017), as selu.ts has them. */
const lowest = 1.0507009873554805 * 1.6732632423543772;

describe.each([0.1, 0.5])('in training, p = %d', (p) => {
  const { output, gradient } = runAlone(
    alphaDropout,
    { p },
    { shape: [count], data: normal },
    { mode: 'train', draw: { seed: 3, step: 0 } },
  );

  test('dropped elements are a(−α + α p) + …: one number; kept ones are a x + b', () => {
    const a = 1 / Math.sqrt((lowest * lowest * p + 1) * (1 - p));
    const b = lowest * a * p;
    let dropped = 0;
    output.data.forEach((y, at) => {
      const isKept = gradient.data[at] !== 0;
      if (!isKept) dropped += 1;
      expect(y).toBeCloseTo(isKept ? a * (normal[at] as number) + b : b - a * lowest, 10);
    });
    expect(Math.abs(dropped - count * p)).toBeLessThan(5 * Math.sqrt(count * p * (1 - p)));
  });

  test('mean 0 and variance 1 stay, within five standard errors', () => {
    const moment = (of: (y: number) => number): number =>
      output.data.reduce((sum, y) => sum + of(y), 0) / count;
    const fourth = moment((y) => y ** 4);
    const second = moment((y) => y * y);
    expect(Math.abs(moment((y) => y))).toBeLessThan(5 / Math.sqrt(count));
    expect(Math.abs(second - 1)).toBeLessThan(5 * Math.sqrt((fourth - second * second) / count));
  });
});

test('in evaluation it gives what it gets', () => {
  const input = { shape: [2], data: Float64Array.of(-3, 4) };
  expect([...runAlone(alphaDropout, {}, input, { mode: 'evaluate' }).output.data]).toEqual([-3, 4]);
});
