import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Builder } from '../../../../engine/program/builder.ts';
import { evaluate } from '../../../../engine/program/evaluate/evaluate.ts';
import { outputKey, type ValueId } from '../../../../engine/program/program.ts';
import { tensorOf } from '../../../../engine/program/tensor.ts';

const result = outputKey('value', '', '');

/** What a small program gives for one leaf of numbers. */
function run(
  shape: readonly number[],
  data: readonly number[],
  build: (builder: Builder, leaf: ValueId) => ValueId,
): { readonly shape: readonly number[]; readonly data: readonly number[] } {
  const builder = new Builder();
  builder.output(result, build(builder, builder.parameter('x', shape)));
  const tensor = evaluate(builder.finish(), {
    batch: 1,
    inputs: new Map(),
    parameters: new Map([['x', tensorOf(shape, data)]]),
    settings: new Map(),
  }).get(result);
  return { shape: tensor?.shape ?? [], data: [...(tensor?.data ?? [])] };
}

const counting = (length: number): number[] => Array.from({ length }, (_, index) => index);

describe('layout', () => {
  test('transposing moves every element to its permuted place', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 });
    const order = fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(sizes, order, (shape, permutation) => {
        const [a = 1, b = 1, c = 1] = shape;
        const found = run(shape, counting(a * b * c), (builder, leaf) =>
          builder.transpose(leaf, permutation),
        );
        const moved = permutation.map((axis) => shape[axis] as number);
        expect(found.shape).toEqual(moved);
        counting(a * b * c).forEach((at) => {
          const index = [Math.floor(at / (b * c)), Math.floor(at / c) % b, at % c];
          const [i = 0, j = 0, k = 0] = permutation.map((axis) => index[axis] as number);
          expect(found.data[(i * (moved[1] as number) + j) * (moved[2] as number) + k]).toBe(at);
        });
      }),
    );
  });

  test('slices put side by side are the whole', () => {
    const whole = run([3, 4, 2], counting(24), (builder, leaf) =>
      builder.concatenate([builder.slice(leaf, 1, 0, 1), builder.slice(leaf, 1, 1, 4)], 1),
    );
    expect(whole.data).toEqual(counting(24));
  });

  test('a row stretches over rows, a column over columns', () => {
    expect(run([2], [1, 2], (b, leaf) => b.broadcast(leaf, [2, 2])).data).toEqual([1, 2, 1, 2]);
    expect(run([2, 1], [1, 2], (b, leaf) => b.broadcast(leaf, [2, 2])).data).toEqual([1, 1, 2, 2]);
  });

  test('a class index that does not exist gives NaN, not a row of zeros', () => {
    expect(run([3], [1, 2, 0.5], (b, leaf) => b.oneHot(leaf, 2, 1)).data).toEqual([0, 1, NaN, NaN, NaN, NaN]);
  });
});

describe('reductions', () => {
  test('log Σ eˣ does not overflow, and an empty exponential stays −∞', () => {
    const logSumExp = (data: readonly number[]) =>
      run([1, data.length], data, (b, leaf) => b.reduce('logSumExp', leaf, [1])).data[0];
    expect(logSumExp([1000, 1000])).toBe(1000 + Math.log(2));
    expect(logSumExp([-1000, -1001])).toBe(-1000 + Math.log(1 + Math.exp(-1)));
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
    expect(logSumExp([Infinity, 0])).toBe(Infinity);
  });

  test('sums over several axes keep them with size 1', () => {
    expect(run([2, 3, 2], counting(12), (b, leaf) => b.sum(leaf, [0, 2]))).toEqual({
      shape: [1, 3, 1],
      data: [0 + 1 + 6 + 7, 2 + 3 + 8 + 9, 4 + 5 + 10 + 11],
    });
  });
});

describe('elementwise', () => {
  test('logistic and softplus neither overflow nor lose small results', () => {
    expect(run([3], [-800, 0, 800], (b, leaf) => b.unary('logistic', leaf)).data).toEqual([0, 0.5, 1]);
    expect(run([2], [-700, 800], (b, leaf) => b.unary('softplus', leaf)).data).toEqual([Math.exp(-700), 800]);
  });

  test('the clamped logarithm stops at −100, as PyTorch in BCELoss', () => {
    expect(run([2], [0, 1], (b, leaf) => b.unary('clampedLog', leaf)).data).toEqual([-100, 0]);
  });

  test('max(x, 0) lets NaN through, as PyTorch’s ReLU', () => {
    expect(run([2], [NaN, -1], (b, leaf) => b.maximum(leaf, b.constant(0))).data).toEqual([NaN, 0]);
  });
});

describe('bad input', () => {
  test('a leaf that is not given, or has another shape, is named', () => {
    const builder = new Builder();
    builder.output(result, builder.input('x', ['N', 4]));
    const feeds = { batch: 2, parameters: new Map(), settings: new Map() };
    expect(() => evaluate(builder.finish(), { ...feeds, inputs: new Map() })).toThrow(
      'the input x was not given',
    );
    const wrong = new Map([['x', tensorOf([2, 3], counting(6))]]);
    expect(() => evaluate(builder.finish(), { ...feeds, inputs: wrong })).toThrow(
      'x should be 2×4, but is 2×3',
    );
  });

  test('random numbers need a seed and a step', () => {
    const builder = new Builder();
    builder.output(result, builder.random(0, ['N', 4]));
    const feeds = { batch: 2, inputs: new Map(), parameters: new Map(), settings: new Map() };
    expect(() => evaluate(builder.finish(), feeds)).toThrow(
      'the seed and step of the random numbers were not given',
    );
    const drawn = evaluate(builder.finish(), { ...feeds, draw: { seed: 1, step: 0 } }).get(result);
    expect(drawn?.shape).toEqual([2, 4]);
  });
});
