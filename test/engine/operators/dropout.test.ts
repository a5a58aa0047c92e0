import { describe, expect, test } from 'vitest';
import { dropout } from '../../../engine/operators/dropout.ts';
import { runAlone } from './run-alone.ts';

const rows = 200;
const columns = 100;
const count = rows * columns;
const ones = new Float64Array(count).fill(1);

/** What Dropout makes of ones, at a step of a run. */
const dropped = (p: number, step = 0, seed = 42): Float64Array =>
  runAlone(dropout, { p }, { shape: [rows, columns], data: ones }, { mode: 'train', draw: { seed, step } })
    .output.data;

describe.each([0.1, 0.5, 0.9])('in training, p = %d', (p) => {
  const output = dropped(p);

  test('every element is 0 or scaled by 1/(1 − p)', () => {
    expect([...new Set(output)].sort()).toEqual([0, 1 / (1 - p)]);
  });

  test('as many are dropped as a binomial count allows, in five standard deviations', () => {
    const zeros = output.filter((value) => value === 0).length;
    expect(Math.abs(zeros - count * p)).toBeLessThan(5 * Math.sqrt(count * p * (1 - p)));
  });

  test('neither rows nor columns are dropped together', () => {
    // Of n/2 pairs of neighbours, both are dropped with probability p².
    const bothDropped = (distance: number): number =>
      output.filter(
        (value, at) => at % (2 * distance) < distance && value === 0 && output[at + distance] === 0,
      ).length;
    for (const distance of [1, columns]) {
      const [expected, deviation] = [(count / 2) * p * p, Math.sqrt((count / 2) * p * p * (1 - p * p))];
      expect(Math.abs(bothDropped(distance) - expected)).toBeLessThan(5 * deviation);
    }
  });

  test('the same step drops the same, other steps and seeds drop others', () => {
    expect(dropped(p)).toEqual(output);
    for (const other of [dropped(p, 1), dropped(p, 0, 43)]) {
      // Two independent masks differ at an element with probability 2p(1 − p).
      const differing = other.filter((value, at) => value !== output[at]).length;
      const share = 2 * p * (1 - p);
      expect(Math.abs(differing - count * share)).toBeLessThan(5 * Math.sqrt(count * share * (1 - share)));
    }
  });
});

test('the gradient passes where the value did, with the same scale', () => {
  const input = { shape: [2, 50], data: Float64Array.from({ length: 100 }, (_, at) => at + 1) };
  const { output, gradient } = runAlone(dropout, { p: 0.3 }, input, {
    mode: 'train',
    draw: { seed: 1, step: 9 },
  });
  expect(gradient.data.some((value) => value === 0)).toBe(true);
  output.data.forEach((value, at) => {
    expect(gradient.data[at]).toBeCloseTo(value / (input.data[at] as number), 12);
  });
});

test.each([
  ['in evaluation', 0.5, 'evaluate', 1],
  ['with p = 0', 0, 'train', 1],
  ['with p = 1', 1, 'train', 0],
] as const)('%s nothing is drawn and every element is the input times a number', (_, p, mode, factor) => {
  const input = { shape: [3], data: Float64Array.of(-2, 0.5, 7) };
  const { program, output, gradient } = runAlone(dropout, { p }, input, { mode });
  expect(program.values.map(({ operation }) => operation.primitive)).not.toContain('random');
  expect([...output.data]).toEqual([...input.data].map((x) => x * factor));
  expect([...gradient.data]).toEqual([factor, factor, factor]);
});
