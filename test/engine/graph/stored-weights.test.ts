import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { setAttribute, setWeights } from '../../../engine/graph/edit/edit.ts';
import { storeWeights } from '../../../engine/graph/stored-weights.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { encodeTensor } from '../../../engine/graph/weights.ts';

const tensor = (shape: readonly number[], value: number) =>
  encodeTensor(shape, new Float64Array(shape.reduce((count, size) => count * size, 1)).fill(value));

describe('storing what a run has come to', () => {
  const trained = {
    'fc1/weight': tensor([8, 4], 1),
    'fc1/bias': tensor([8], 1),
    'fc2/weight': tensor([3, 8], 1),
    'fc2/bias': tensor([3], 1),
  };

  test('takes all of it where the graph is still the same', () => {
    expect(storeWeights(iris.document, trained).weights).toEqual(trained);
  });

  test('leaves out what an edit has made unfit: the graph can still train', () => {
    const wider = setAttribute(
      setAttribute(iris.document, 'fc1', 'out_features', 16),
      'fc2',
      'in_features',
      16,
    );
    const stored = storeWeights(wider, trained);
    expect(Object.keys(stored.weights ?? {})).toEqual(['fc2/bias']);
    expect(checkGraph(stored).trainable).toBe(true);
  });

  test('keeps what is stored for a layer that did not take part, such as a muted one', () => {
    const muted = setWeights(
      {
        ...iris.document,
        nodes: [
          ...iris.document.nodes,
          {
            id: 'aside',
            operator: 'Linear',
            attributes: { in_features: 4, out_features: 2 },
            position: { x: 0, y: 0 },
            skip: 'mute',
          },
        ],
      },
      'aside/bias',
      [2],
      [5, 6],
    );
    const stored = storeWeights(muted, trained);
    expect(stored.weights?.['aside/bias']).toBe(muted.weights?.['aside/bias']);
    expect(stored.weights?.['fc1/bias']).toEqual(trained['fc1/bias']);
  });
});
