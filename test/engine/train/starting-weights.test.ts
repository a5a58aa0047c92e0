import { expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check.ts';
import { setWeights } from '../../../engine/graph/edit.ts';
import { tensorOf } from '../../../engine/program/tensor.ts';
import { createTorchGenerator } from '../../../engine/random/torch-generator.ts';
import { startingPoint } from '../../../engine/train/starting-weights.ts';
import { draw } from '../graph/drawing.ts';

test('an Embedding starts from N(0, 1) as PyTorch draws it, but for its padding row', () => {
  const drawn = draw(
    'x:Input{shape:[], kind:"classes", classes:5} -> e:Embedding{num_embeddings:5, embedding_dim:4, padding_idx:-4}',
    'e -> fc:Linear{out_features:2} -> loss:MSELoss',
    'y:Target{kind:"real", features:2} -> loss.target',
  );
  const checked = checkGraph(drawn);
  expect(checked.diagnostics).toEqual([]);
  const start = startingPoint(checked);
  const generator = createTorchGenerator(drawn.training.seed);
  const table = generator.normal(20, 0, 1).fill(0, 4, 8);
  expect(start.parameters.get('e/weight')).toEqual({ shape: [5, 4], data: Float64Array.from(table) });
  const weight = generator.uniform(8, -0.5, 0.5);
  expect(start.parameters.get('fc/weight')).toEqual({ shape: [2, 4], data: Float64Array.from(weight) });
});

test('buffers start as PyTorch’s, or as they are stored; they draw nothing', () => {
  const drawn = draw(
    'x:Input{shape:[3]} -> bn:BatchNorm1d -> fc:Linear{out_features:2} -> loss:MSELoss',
    'y:Target{kind:"real", features:2} -> loss.target',
  );
  const start = startingPoint(checkGraph(drawn));
  expect(Object.fromEntries(start.buffers)).toEqual({
    'bn/running_mean': tensorOf([3], [0, 0, 0]),
    'bn/running_var': tensorOf([3], [1, 1, 1]),
    'bn/num_batches_tracked': tensorOf([], [0]),
  });
  const bound = 1 / Math.sqrt(3);
  const first = createTorchGenerator(drawn.training.seed).uniform(6, -bound, bound);
  expect([...(start.parameters.get('fc/weight')?.data ?? [])]).toEqual([...first]);

  const stored = setWeights(drawn, 'bn/running_var', [3], [4, 5, 6]);
  const checked = checkGraph(stored);
  expect(checked.diagnostics.filter(({ kind }) => kind === 'bad-weights')).toEqual([]);
  expect(startingPoint(checked).buffers.get('bn/running_var')).toEqual(tensorOf([3], [4, 5, 6]));
  const unfit = checkGraph(setWeights(drawn, 'bn/running_var', [2], [4, 5]));
  expect(unfit.diagnostics.find(({ kind }) => kind === 'bad-weights')?.message).toBe('Expected 3; found 2.');
});
