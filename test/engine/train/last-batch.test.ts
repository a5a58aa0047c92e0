import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { lastBatchFault } from '../../../engine/train/last-batch.ts';
import { draw } from '../graph/drawing.ts';

const drawn = (norm: string, batchSize: number) => {
  const document = draw(
    `x:Input{shape:[4]} -> norm:${norm} -> fc:Linear{out_features:2} -> loss:MSELoss`,
    'y:Target{kind:"real",features:2} -> loss.target',
  );
  return checkGraph({ ...document, training: { ...document.training, batchSize } });
};

describe('a single row left over for BatchNorm1d', () => {
  test.each([
    [91, 10, 11],
    [91, 90, 91],
    [3, 2, 3],
    [33, 16, 17],
  ])('%i rows in batches of %i: the message says so and names %i', (rows, batchSize, fitting) => {
    const fault = lastBatchFault(drawn('BatchNorm1d', batchSize), rows);
    expect(fault?.node).toBe('norm');
    expect(fault?.message).toContain(`${rows} training rows in batches of ${batchSize}`);
    expect(fault?.message).toContain(`Set the batch size to ${fitting}.`);
    expect(fault?.fix).toMatchObject({ kind: 'set-batch-size', batchSize: fitting });
    expect(lastBatchFault(drawn('BatchNorm1d', fitting), rows)).toBeUndefined();
  });

  test('a single row altogether wants more data', () => {
    expect(lastBatchFault(drawn('BatchNorm1d', 8), 1)?.message).toContain('more rows');
  });
});

test.each([
  ['BatchNorm1d', 90, 10],
  ['BatchNorm1d', 92, 10],
  ['BatchNorm1d', 5, 10],
  ['LayerNorm', 91, 10],
])('%s with %i rows in batches of %i is fine', (norm, rows, batchSize) => {
  expect(lastBatchFault(drawn(norm, batchSize), rows)).toBeUndefined();
});
