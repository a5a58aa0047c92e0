import { expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { setInitialiser, setWeights } from '../../../engine/graph/edit/edit.ts';
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

test('chosen initialisers draw after all layers were made, in the order of the parameters', () => {
  const drawn = draw(
    'x:Input{shape:[4]} -> fc1:Linear{out_features:3} -> fc2:Linear{out_features:2} -> loss:MSELoss',
    'y:Target{kind:"real", features:2} -> loss.target',
  );
  const kaiming = { kind: 'kaiming_normal', mode: 'fan_in', nonlinearity: 'relu', a: 0 } as const;
  const chosen = setInitialiser(
    setInitialiser(
      setInitialiser(drawn, 'fc2', 'weight', { kind: 'xavier_uniform', gain: 1 }),
      'fc1',
      'weight',
      kaiming,
    ),
    'fc1',
    'bias',
    { kind: 'constant', value: 0.25 },
  );
  const checked = checkGraph(chosen);
  expect(checked.diagnostics).toEqual(checkGraph(drawn).diagnostics);
  const usual = startingPoint(checkGraph(drawn));
  const start = startingPoint(checked);
  // torch: fc1 = Linear(4, 3); fc2 = Linear(3, 2); kaiming_normal_(fc1.weight); xavier_uniform_(fc2.weight)
  const { generator } = usual;
  expect([...(start.parameters.get('fc1/weight')?.data ?? [])]).toEqual([
    ...generator.normal(12, 0, Math.sqrt(2) / Math.sqrt(4)),
  ]);
  const bound = Math.sqrt(3) * Math.sqrt(2 / 5);
  expect([...(start.parameters.get('fc2/weight')?.data ?? [])]).toEqual([
    ...generator.uniform(6, -bound, bound),
  ]);
  expect([...(start.parameters.get('fc1/bias')?.data ?? [])]).toEqual([0.25, 0.25, 0.25]);
  expect(start.parameters.get('fc2/bias')).toEqual(usual.parameters.get('fc2/bias'));
});
