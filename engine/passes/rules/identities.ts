import { Builder } from '../../program/builder.ts';
import { evaluate } from '../../program/evaluate/evaluate.ts';
import type { ValueId } from '../../program/program.ts';
import { outputKey } from '../../program/program.ts';
import { constantOf, inEitherOrder, leaf, operandOf, operandsOf, type Rule, rule } from './rule.ts';

/** Not division: 1/12 stays a fraction, which other rules move and people read. */
const foldable = ['negate', 'exp', 'log', 'sqrt', 'add', 'subtract', 'multiply'] as const;

/** The value of an operation on scalars, by the reference evaluator. */
function computed(builder: Builder, id: ValueId, operands: readonly number[]): number {
  const scalars = new Builder();
  const { operation } = builder.value(id);
  const result = scalars.emit(
    operation,
    operands.map((value) => scalars.constant(value)),
  );
  const key = outputKey('value', '', '');
  scalars.output(key, result);
  const feeds = { batch: 1, inputs: new Map(), parameters: new Map(), settings: new Map() };
  return evaluate(scalars.finish(), feeds, [key]).get(key)?.data[0] ?? Number.NaN;
}

export const identities: readonly Rule[] = [
  rule({
    name: 'unmark',
    statement: 'port(x) = x, stopGradient(x) = x, once gradients are derived',
    on: ['port', 'stopGradient'],
    apply: (_, __, { inputs }) => inputs[0],
    samples: (b) => [b.port(leaf(b, 'x'), 'node', 'port'), b.stopGradient(leaf(b, 'x'))],
  }),
  rule({
    name: 'fold-constants',
    statement: 'an operation on constants is a constant',
    on: foldable,
    apply: (builder, id, { inputs, shape }) => {
      const operands: number[] = [];
      for (const input of inputs) {
        const operand = constantOf(builder, input);
        if (operand === undefined) return undefined;
        operands.push(operand);
      }
      return builder.broadcast(builder.constant(computed(builder, id, operands)), shape);
    },
    samples: (b) => [b.add(b.broadcast(b.constant(2), [3]), b.constant(3)), b.negate(b.constant(2))],
  }),
  rule({
    name: 'add-zero',
    statement: 'x + 0 = x, x − 0 = x, 0 − x = −x',
    on: ['add', 'subtract'],
    apply: (builder, _, { operation, inputs }) => {
      const [a, b] = inputs as readonly [ValueId, ValueId];
      if (constantOf(builder, b) === 0) return a;
      if (constantOf(builder, a) !== 0) return undefined;
      return operation.primitive === 'add' ? b : builder.negate(b);
    },
    samples: (b) => [
      b.add(leaf(b, 'x'), b.constant(0)),
      b.add(b.constant(0), leaf(b, 'x')),
      b.subtract(leaf(b, 'x'), b.constant(0)),
      b.subtract(b.constant(0), leaf(b, 'x')),
    ],
  }),
  rule({
    name: 'add-difference',
    statement:
      'a + (b − a) = b, (b − a) + a = b, which keeps the digits that taking a away and back would lose',
    on: ['add'],
    apply: (builder, _, { inputs }) =>
      inEitherOrder(inputs, (a, difference) => {
        const operands = operandsOf(builder, difference, 'subtract');
        return operands?.[1] === a ? operands[0] : undefined;
      }),
    samples: (b) => [
      b.add(leaf(b, 'x'), b.subtract(leaf(b, 'y'), leaf(b, 'x'))),
      b.add(b.subtract(leaf(b, 'y'), leaf(b, 'x')), leaf(b, 'x')),
    ],
  }),
  rule({
    name: 'multiply-by-one',
    statement: '1 x = x, x/1 = x, −1 x = −x',
    on: ['multiply', 'divide'],
    apply: (builder, _, { operation, inputs }) => {
      const [a, b] = inputs as readonly [ValueId, ValueId];
      const right = constantOf(builder, b);
      if (right === 1) return a;
      if (right === -1) return builder.negate(a);
      if (operation.primitive === 'divide') return undefined;
      const left = constantOf(builder, a);
      if (left === 1) return b;
      return left === -1 ? builder.negate(b) : undefined;
    },
    samples: (b) => [
      b.multiply(leaf(b, 'x'), b.constant(1)),
      b.multiply(b.constant(1), leaf(b, 'x')),
      b.divide(leaf(b, 'x'), b.constant(1)),
      b.multiply(leaf(b, 'x'), b.constant(-1)),
    ],
  }),
  rule({
    name: 'log-of-exp',
    statement: 'log(eˣ) = x',
    on: ['log'],
    apply: (builder, _, { inputs }) => operandOf(builder, inputs[0] as ValueId, 'exp'),
    samples: (b) => [b.log(b.exp(leaf(b, 'x')))],
  }),
  rule({
    name: 'select-same',
    statement: 'c ? x : x = x',
    on: ['select'],
    apply: (_, __, { inputs }) => (inputs[1] === inputs[2] ? inputs[1] : undefined),
    samples: (b) => [b.select(leaf(b, 'c'), leaf(b, 'x'), leaf(b, 'x'))],
  }),
];
