import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { batchNorm1d } from '../../../engine/operators/batch-norm-1d.ts';
import type { Attributes } from '../../../engine/operators/operator.ts';
import { type Tensor, tensorOf } from '../../../engine/program/tensor.ts';
import { draw } from '../graph/drawing.ts';
import { runAlone } from './run-alone.ts';

const fresh = {
  running_mean: tensorOf([2], [0, 0]),
  running_var: tensorOf([2], [1, 1]),
  num_batches_tracked: tensorOf([], [0]),
};

const batches = [
  tensorOf([3, 2], [1, 10, 2, 30, 6, 20]),
  tensorOf([2, 2], [0, -5, 4, 5]),
  tensorOf([4, 2], [1, 1, 1, 2, 5, 3, 5, 4]),
];

const column = ({ data }: Tensor, at: number): number[] => [...data].filter((_, index) => index % 2 === at);
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
/** Divided by n − 1. */
const unbiased = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
};

function runningAfter(attributes: Attributes): Readonly<Record<string, Tensor>> {
  return batches.reduce<Readonly<Record<string, Tensor>>>(
    (buffers, batch) =>
      runAlone(batchNorm1d, { affine: false, ...attributes }, batch, { mode: 'train', buffers }).buffers,
    fresh,
  );
}

describe('running statistics after three batches', () => {
  test('with momentum None are the plain averages of the batches’ means and unbiased variances', () => {
    const { running_mean, running_var, num_batches_tracked } = runningAfter({ momentum: null });
    for (const at of [0, 1]) {
      const columns = batches.map((batch) => column(batch, at));
      expect(running_mean?.data[at]).toBeCloseTo(meanOf(columns.map(meanOf)), 12);
      expect(running_var?.data[at]).toBeCloseTo(meanOf(columns.map(unbiased)), 12);
    }
    expect(num_batches_tracked?.data[0]).toBe(3);
  });

  test('with momentum 0.25 forget the earlier ones by a quarter each time', () => {
    const { running_mean, running_var } = runningAfter({ momentum: 0.25 });
    for (const at of [0, 1]) {
      const columns = batches.map((batch) => column(batch, at));
      const blend = (start: number, of: (values: readonly number[]) => number): number =>
        columns.reduce((running, values) => 0.75 * running + 0.25 * of(values), start);
      expect(running_mean?.data[at]).toBeCloseTo(blend(0, meanOf), 12);
      expect(running_var?.data[at]).toBeCloseTo(blend(1, unbiased), 12);
    }
  });

  test('are not kept without track_running_stats: evaluation is as training then', () => {
    const attributes = { affine: false, track_running_stats: false };
    const [batch] = batches as [Tensor];
    const training = runAlone(batchNorm1d, attributes, batch, { mode: 'train' });
    const evaluation = runAlone(batchNorm1d, attributes, batch, { mode: 'evaluate' });
    expect(training.buffers).toEqual({});
    expect(evaluation.output).toEqual(training.output);
  });
});

test('evaluation uses them, changes nothing, and takes a single sample', () => {
  const buffers = { ...fresh, running_mean: tensorOf([2], [1, -1]), running_var: tensorOf([2], [4, 0.25]) };
  const attributes = { affine: false, eps: 0 };
  const found = runAlone(batchNorm1d, attributes, tensorOf([1, 2], [5, 0]), { mode: 'evaluate', buffers });
  expect([...found.output.data]).toEqual([2, 2]);
  expect([...found.gradient.data]).toEqual([0.5, 2]);
  expect(found.buffers).toEqual({});
});

test('the PyTorch line says what differs from the defaults', () => {
  const torch = (attributes: string): string | undefined => {
    const node = checkGraph(draw(`x:Input{shape:[4]} -> b:BatchNorm1d${attributes}`)).nodes.get('b');
    return node?.operator.torch?.(node.attributes);
  };
  expect(torch('')).toBe('nn.BatchNorm1d(4)');
  expect(torch('{momentum:null,track_running_stats:false}')).toBe(
    'nn.BatchNorm1d(4, momentum=None, track_running_stats=False)',
  );
  expect(torch('{eps:0.001,momentum:0.2,affine:false}')).toBe(
    'nn.BatchNorm1d(4, eps=0.001, momentum=0.2, affine=False)',
  );
});
