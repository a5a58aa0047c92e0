import { expect, test } from 'vitest';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { measure } from '../../../../engine/train/advice/measurement.ts';
import { irisGraph } from '../../graph/drawing.ts';

const tensor = (shape: readonly number[], data: readonly number[]) => ({
  shape,
  data: Float64Array.from(data),
});

test('norms over all parameters of a layer, and units that pass nothing on though something arrives', () => {
  const values = new Map([
    ['parameterGradient fc1 weight', tensor([2], [3, 0])],
    ['parameterGradient fc1 bias', tensor([1], [4])],
    // Four units over two samples: open, shut for one sample, dead, and one that nothing reaches.
    ['gradient act1 output', tensor([2, 4], [1, 1, 1, 0, 1, 1, 1, 0])],
    ['gradient act1 input', tensor([2, 4], [1, 0, 0, 0, 1, 1, 0, 0])],
  ]);
  const look = { rows: [0, 1], part: 'train', loss: 1, values } as unknown as Parameters<typeof measure>[1];
  expect(measure(checkGraph(irisGraph()), look, 7)).toEqual({
    step: 7,
    samples: 2,
    layers: [{ node: 'fc1', norm: 5 }],
    activations: [{ node: 'act1', units: 3, dead: 1, passed: Math.sqrt(3 / 6) }],
  });
});
