import { expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check.ts';
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
