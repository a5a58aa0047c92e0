import { describe, expect, test } from 'vitest';
import { gradientsOf } from '../../../engine/passes/differentiate.ts';
import { Builder } from '../../../engine/program/builder.ts';
import { evaluate } from '../../../engine/program/evaluate/evaluate.ts';
import { outputKey, type PrimitiveName, type ValueId } from '../../../engine/program/program.ts';
import { elementCount, type Tensor, tensorOf } from '../../../engine/program/tensor.ts';
import { uniformNumbers } from '../operators/sample-network.ts';

type Case = (builder: Builder, x: ValueId, w: ValueId) => ValueId;

const x = [3, 2] as const;
const w = [2, 4] as const;

/**
 * One case or more per primitive, on leaves x (3, 2) and w (2, 4) with numbers from (0.1, 0.9); typed by primitive, so
 * that a new one without a case does not compile.
 */
const cases: Readonly<Record<PrimitiveName, readonly Case[]>> = {
  input: [(b) => b.input('given', [3, 2])],
  parameter: [(_, leaf) => leaf],
  state: [(b, leaf) => b.multiply(leaf, b.state('kept', [3, 2]))],
  setting: [(b, leaf) => b.multiply(leaf, b.setting('rate'))],
  constant: [(b, leaf) => b.multiply(leaf, b.constant(3))],
  size: [(b, leaf) => b.divide(leaf, b.size(['N']))],
  random: [(b, leaf) => b.multiply(leaf, b.random(0, [3, 2]))],
  negate: [(b, leaf) => b.negate(leaf)],
  exp: [(b, leaf) => b.exp(leaf)],
  log: [(b, leaf) => b.log(leaf)],
  clampedLog: [(b, leaf) => b.unary('clampedLog', leaf)],
  tanh: [(b, leaf) => b.unary('tanh', leaf)],
  logistic: [(b, leaf) => b.unary('logistic', leaf)],
  softplus: [(b, leaf) => b.unary('softplus', leaf)],
  erf: [(b, leaf) => b.unary('erf', leaf)],
  sqrt: [(b, leaf) => b.unary('sqrt', leaf)],
  absolute: [(b, leaf) => b.unary('absolute', b.subtract(leaf, b.constant(0.5)))],
  sign: [(b, leaf) => b.multiply(leaf, b.unary('sign', b.subtract(leaf, b.constant(0.5))))],
  add: [(b, leaf) => b.add(leaf, b.multiply(leaf, leaf))],
  subtract: [(b, leaf) => b.subtract(b.constant(1), leaf)],
  multiply: [(b, leaf) => b.multiply(leaf, b.exp(leaf))],
  divide: [(b, leaf) => b.divide(b.exp(leaf), leaf)],
  maximum: [(b, leaf) => b.maximum(leaf, b.constant(0.5)), (b, leaf) => b.maximum(b.constant(0.5), leaf)],
  minimum: [(b, leaf) => b.minimum(leaf, b.constant(0.5)), (b, leaf) => b.minimum(b.constant(0.5), leaf)],
  greater: [(b, leaf) => b.multiply(leaf, b.greater(leaf, b.constant(0.5)))],
  greaterEqual: [(b, leaf) => b.multiply(leaf, b.binary('greaterEqual', leaf, b.constant(0.5)))],
  equal: [(b, leaf) => b.multiply(leaf, b.binary('equal', leaf, leaf))],
  select: [(b, leaf) => b.select(b.greater(leaf, b.constant(0.5)), b.exp(leaf), b.negate(leaf))],
  sum: [(b, leaf) => b.multiply(leaf, b.sum(leaf, [0])), (b, leaf) => b.sum(b.multiply(leaf, leaf), [0, 1])],
  max: [(b, leaf) => b.multiply(leaf, b.reduce('max', leaf, [1]))],
  logSumExp: [
    (b, leaf) => b.reduce('logSumExp', leaf, [1]),
    (b, leaf) => b.reduce('logSumExp', leaf, [0, 1]),
  ],
  broadcast: [(b, leaf) => b.multiply(b.broadcast(leaf, [4, 3, 2]), b.constant(2))],
  reshape: [(b, leaf) => b.exp(b.reshape(leaf, [6, 1]))],
  transpose: [
    (b, leaf) => b.exp(b.transposeMatrix(leaf)),
    (b, leaf) => b.transpose(b.reshape(leaf, [3, 1, 2]), [2, 0, 1]),
  ],
  matmul: [
    (b, leaf, weight) => b.matmul(leaf, weight),
    (b, leaf) => b.matmul(b.reshape(leaf, [3, 2, 1]), b.reshape(b.exp(leaf), [3, 1, 2])),
  ],
  concatenate: [(b, leaf) => b.concatenate([leaf, b.exp(leaf), leaf], 1)],
  slice: [(b, leaf) => b.slice(leaf, 0, 1, 3), (b, _, weight) => b.slice(weight, 1, 1, 3)],
  oneHot: [
    (b, leaf) =>
      b.multiply(leaf, b.oneHot(b.reshape(b.greater(b.slice(leaf, 1, 0, 1), b.constant(0.5)), [3]), 2, 1)),
  ],
  stopGradient: [(b, leaf) => b.multiply(leaf, b.stopGradient(b.constant(2)))],
  port: [(b, leaf) => b.port(leaf, 'node', 'port')],
};

const result = outputKey('value', '', '');

describe.each(Object.entries(cases))('%s', (_, list) => {
  test.each(list.map((build, index) => [index, build] as const))(
    'case %i: the vector-Jacobian product agrees with central differences',
    (_index, build) => {
      const builder = new Builder();
      const leaves = { x: builder.parameter('x', x), w: builder.parameter('w', w) };
      const y = build(builder, leaves.x, leaves.w);
      const shape = builder.shape(y) as readonly number[];
      const random = uniformNumbers(11);
      const draw = (of: readonly number[]): Tensor =>
        tensorOf(
          of,
          Array.from({ length: elementCount(of) }, () => 0.1 + 0.8 * random()),
        );
      const upstream = draw(shape);
      const gradients = gradientsOf(builder, y, builder.input('upstream', shape));
      const given = new Map([
        ['x', draw(x)],
        ['w', draw(w)],
      ]);
      const inputs = new Map([
        ['upstream', upstream],
        ['given', draw(x)],
      ]);
      const value = (id: ValueId, parameters: ReadonlyMap<string, Tensor>): Tensor =>
        evaluate(
          { values: builder.values, outputs: new Map([[result, id]]) },
          {
            batch: 3,
            inputs,
            parameters,
            settings: new Map([['rate', 0.3]]),
            states: new Map([['kept', tensorOf([3, 2], [1, 2, 3, 4, 5, 6])]]),
            draw: { seed: 7, step: 3 },
          },
        ).get(result) as Tensor;
      const weighted = (parameters: ReadonlyMap<string, Tensor>): number =>
        value(y, parameters).data.reduce(
          (total, element, at) => total + element * (upstream.data[at] as number),
          0,
        );
      for (const name of ['x', 'w'] as const) {
        const gradient = gradients.get(leaves[name]);
        const found = gradient === undefined ? undefined : value(gradient, given);
        const leaf = given.get(name) as Tensor;
        leaf.data.forEach((element, at) => {
          const moved = (by: number): number => {
            const data = leaf.data.slice();
            data[at] = element + by;
            return weighted(new Map([...given, [name, { shape: leaf.shape, data }]]));
          };
          const numeric = (moved(1e-6) - moved(-1e-6)) / 2e-6;
          expect(Math.abs((found?.data[at] ?? 0) - numeric)).toBeLessThan(
            1e-7 * Math.max(1, Math.abs(numeric)),
          );
        });
      }
    },
  );
});
