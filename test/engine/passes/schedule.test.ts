import { describe, expect, test } from 'vitest';
import { boundAt } from '../../../engine/passes/schedule/bound-program.ts';
import { chooseSwappedLeaves } from '../../../engine/passes/schedule/choose-layouts.ts';
import { type Kernel, type Schedule, schedule } from '../../../engine/passes/schedule.ts';
import { Builder } from '../../../engine/program/builder.ts';
import { type OutputKey, outputKey, type Program } from '../../../engine/program/program.ts';

const update = (name: string): OutputKey => outputKey('update', 'f', name);
const y = outputKey('value', 'f', 'y');

function planOf(write: (builder: Builder) => void, keys?: readonly OutputKey[]): Schedule {
  const builder = new Builder();
  write(builder);
  const program: Program = builder.finish();
  return schedule(program, keys ?? [...program.outputs.keys()], 6, chooseSwappedLeaves(program));
}

const names = ({ program }: Schedule, { members }: Kernel): readonly string[] =>
  members.map((id) => boundAt(program, id).operation.primitive);

/** Dense layer x·Wᵀ + b, ReLU, and W's and b's steps with learning rate η for the gradient g of the layer's result. */
function layer(builder: Builder): void {
  const [x, g] = [builder.input('x', ['N', 3]), builder.input('g', ['N', 5])];
  const [w, b] = [builder.parameter('f/w', [5, 3]), builder.parameter('f/b', [5])];
  const product = builder.add(builder.matmul(x, builder.transpose(w, [1, 0])), b);
  builder.output(y, builder.maximum(product, builder.constant(0)));
  const rate = builder.setting('rate');
  const gradient = builder.matmul(builder.transpose(g, [1, 0]), x);
  builder.output(update('w'), builder.subtract(w, builder.multiply(rate, gradient)));
  const sums = builder.reshape(builder.sum(g, [0]), [5]);
  builder.output(update('b'), builder.subtract(b, builder.multiply(rate, sums)));
}

describe('kernels', () => {
  const plan = planOf(layer);

  test('a product takes its bias and activation along, gradients their updates', () => {
    expect(plan.kernels.map(({ kind }) => kind)).toEqual(['matmul', 'matmul', 'reduce']);
    expect(plan.kernels.map((kernel) => names(plan, kernel))).toEqual([
      ['matmul', 'maximum'],
      ['matmul', 'subtract'],
      ['sum', 'subtract'],
    ]);
  });

  test('what nobody looks at is never stored, and weights are updated where they lie', () => {
    const stored = plan.kernels.flatMap(({ stores }) => stores);
    expect(stored).toHaveLength(3);
    const places = stored.slice(1).map(({ place }) => boundAt(plan.program, place).operation);
    expect(places).toMatchObject([{ key: 'f/w' }, { key: 'f/b' }]);
  });

  test('weights that a product reads transposed lie swapped, with what is updated alike', () => {
    const builder = new Builder();
    layer(builder);
    const kept = builder.state('f/w/kept', [5, 3]);
    const next = builder.add(builder.parameter('f/w', [5, 3]), kept);
    builder.output(outputKey('stateUpdate', 'f', 'w/kept'), next);
    expect(chooseSwappedLeaves(builder.finish())).toEqual(new Set(['f/w', 'f/w/kept']));
  });

  test('weights of the same sizes that share nothing but a scalar do not lie swapped for each other', () => {
    const builder = new Builder();
    layer(builder);
    const other = builder.parameter('f/other', [5, 3]);
    builder.output(
      update('other'),
      builder.subtract(other, builder.multiply(builder.setting('rate'), other)),
    );
    expect(chooseSwappedLeaves(builder.finish())).toEqual(new Set(['f/w']));
  });

  test('a weight that is read again later is written at the end of the step', () => {
    const late = planOf((builder) => {
      const w = builder.parameter('f/w', [4]);
      const next = builder.subtract(w, builder.constant(1));
      builder.output(update('w'), next);
      builder.output(y, builder.sum(builder.multiply(w, w), [0]));
    });
    const last = late.kernels.at(-1);
    expect(last).toMatchObject({ kind: 'loop', members: [] });
    expect(boundAt(late.program, last?.stores[0]?.place ?? -1).operation).toMatchObject({ key: 'f/w' });
  });

  test('two leaves that change places do not overwrite each other', () => {
    const exchange = planOf((builder) => {
      const [a, b] = [builder.parameter('f/a', [4]), builder.parameter('f/b', [4])];
      builder.output(update('a'), b);
      builder.output(update('b'), a);
    });
    // One is copied aside, the other moves to its place, then the first follows.
    const places = exchange.kernels.flatMap(({ stores }) => stores.map(({ place }) => place));
    const isLeaf = (id: number): boolean => boundAt(exchange.program, id).operation.primitive === 'parameter';
    expect(places.map(isLeaf)).toEqual([false, true, true]);
  });

  test('a reshape that moves nothing in memory needs no kernel', () => {
    const reshaped = planOf((builder) => {
      const of = builder.unary('exp', builder.input('x', ['N', 2, 4]));
      builder.output(y, builder.reshape(of, ['N', 8]));
    });
    expect(reshaped.kernels.map(({ kind }) => kind)).toEqual(['loop']);
    const copied = planOf((builder) => {
      const of = builder.unary('exp', builder.input('x', ['N', 2, 3]));
      builder.output(y, builder.reshape(of, ['N', 6]));
    });
    expect(copied.kernels.map(({ kind }) => kind)).toEqual(['loop', 'reshape']);
  });

  test('a softmax, its loss and its gradient are computed row by row, the sum over all rows is not', () => {
    const softmax = planOf((builder) => {
      const [x, label] = [builder.input('x', ['N', 3]), builder.input('label', ['N'])];
      const shifted = builder.subtract(x, builder.reduce('max', x, [1]));
      const logs = builder.subtract(shifted, builder.reduce('logSumExp', shifted, [1]));
      const [hot, zero] = [builder.oneHot(label, 3, 1), builder.constant(0)];
      const picked = builder.sum(builder.select(hot, logs, zero), [1]);
      builder.output(y, builder.sum(picked, [0]));
      builder.output(outputKey('gradient', 'f', 'x'), builder.subtract(builder.exp(logs), hot));
    });
    expect(softmax.kernels.map(({ kind }) => kind)).toEqual(['rows', 'rows']);
    const [rows, all] = softmax.kernels as [Kernel, Kernel];
    expect(names(softmax, rows).filter((name) => name === 'exp')).toHaveLength(1);
    expect(names(softmax, all)).toEqual(['sum']);
  });

  test('a function of many instructions leaves a large product for a loop of its own', () => {
    const activated = (width: number) =>
      planOf((builder) => {
        const product = builder.matmul(builder.input('x', ['N', 3]), builder.parameter('f/w', [3, width]));
        builder.output(y, builder.unary('tanh', builder.add(product, builder.parameter('f/b', [width]))));
      });
    const [small, large] = [activated(8), activated(16)];
    expect(small.kernels.map((kernel) => names(small, kernel))).toEqual([['matmul', 'tanh']]);
    expect(large.kernels.map((kernel) => names(large, kernel))).toEqual([['matmul'], ['tanh']]);
  });

  test('sums along rows turn the loop that they read into rows, and what is made of them joins', () => {
    const plan = planOf((builder) => {
      const exponential = builder.unary('exp', builder.input('x', ['N', 32]));
      const sum = builder.sum(exponential, [1]);
      builder.output(y, builder.divide(exponential, builder.broadcast(sum, ['N', 32])));
    });
    expect(plan.kernels.map(({ kind }) => kind)).toEqual(['rows']);
    expect(plan.kernels.map((kernel) => names(plan, kernel))).toEqual([['exp', 'sum', 'divide']]);
  });

  test('a mask of what lies in memory is compared anew where it is read', () => {
    const plan = planOf((builder) => {
      const clipped = builder.maximum(builder.input('x', ['N', 32]), builder.constant(0));
      const mask = builder.binary('greaterEqual', builder.constant(0), clipped);
      builder.output(y, builder.matmul(builder.transpose(clipped, [1, 0]), clipped));
      for (const name of ['a', 'b']) {
        const g = builder.input(name, ['N', 32]);
        builder.output(
          outputKey('value', name, 'y'),
          builder.sum(builder.select(mask, builder.constant(0), g), [0]),
        );
      }
    });
    const stored = plan.kernels.flatMap(({ stores }) => stores.map(({ value }) => value));
    const primitives = stored.map((id) => boundAt(plan.program, id).operation.primitive);
    expect(primitives.toSorted()).toEqual(['matmul', 'maximum', 'sum', 'sum']);
  });

  test('many numbers are divided by one square root, or by a number, by way of its reciprocal', () => {
    const plan = planOf((builder) => {
      const x = builder.input('x', ['N', 32]);
      const size = builder.unary('sqrt', builder.sum(builder.multiply(x, x), [1]));
      builder.output(y, builder.divide(builder.divide(x, size), builder.constant(10)));
      builder.output(outputKey('value', 'f', 'z'), builder.divide(builder.input('z', ['N', 32]), size));
    });
    const divided = plan.program.values.filter(({ operation }) => operation.primitive === 'divide');
    expect(divided.map(({ shape }) => shape)).toEqual([[6, 1]]);
  });

  test('a ReLU and its derivative keep one of its argument and result, and what changes nothing goes', () => {
    const relu = planOf((builder) => {
      const [x, g] = [builder.input('x', ['N', 4]), builder.input('g', ['N', 4])];
      const zero = builder.constant(0);
      const before = builder.add(x, builder.constant(1));
      builder.output(y, builder.maximum(before, zero));
      const isOff = builder.binary('greaterEqual', zero, before);
      const gradient = builder.select(isOff, zero, builder.multiply(g, builder.constant(1)));
      builder.output(
        outputKey('gradient', 'f', 'x'),
        builder.matmul(gradient, builder.parameter('f/w', [4, 4])),
      );
    });
    expect(names(relu, relu.kernels[0] as Kernel)).toEqual(['maximum', 'select']);
    expect(relu.program.values.some(({ operation }) => operation.primitive === 'multiply')).toBe(false);
  });

  test('a chain of 10,000 operations is cut into pieces that no recursion minds', () => {
    const long = planOf((builder) => {
      let at = builder.input('x', ['N', 3]);
      for (let index = 0; index < 10_000; index += 1) at = builder.unary('tanh', at);
      builder.output(y, at);
    });
    expect(long.kernels).toHaveLength(1);
    expect(long.kernels[0]?.members.length).toBeGreaterThan(100);
  });
});
