import type { ValueId } from '../../program/program.ts';
import { constantOf, leaf, operandOf, operandsOf, type Rule, rule } from './rule.ts';

/** Minus signs move outwards until they meet a sum, which takes them in. */
export const signs: readonly Rule[] = [
  rule({
    name: 'double-negation',
    statement: '−(−x) = x, −(a − b) = b − a',
    on: ['negate'],
    apply: (builder, _, { inputs }) => {
      const of = inputs[0] as ValueId;
      const difference = operandsOf(builder, of, 'subtract');
      if (difference !== undefined) return builder.subtract(difference[1], difference[0]);
      return operandOf(builder, of, 'negate');
    },
    samples: (b) => [b.negate(b.negate(leaf(b, 'x'))), b.negate(b.subtract(leaf(b, 'x'), leaf(b, 'y')))],
  }),
  rule({
    name: 'sign-into-sum',
    statement: 'a + (−b) = a − b, (−a) + b = b − a, a − (−b) = a + b, (−a) − b = −(a + b)',
    on: ['add', 'subtract'],
    apply: (builder, _, { operation, inputs }) => {
      const [a, b] = inputs as readonly [ValueId, ValueId];
      const [left, right] = [operandOf(builder, a, 'negate'), operandOf(builder, b, 'negate')];
      if (right !== undefined) {
        return operation.primitive === 'add' ? builder.subtract(a, right) : builder.add(a, right);
      }
      if (left === undefined) return undefined;
      return operation.primitive === 'add' ? builder.subtract(b, left) : builder.negate(builder.add(left, b));
    },
    samples: (b) => [
      b.add(leaf(b, 'x'), b.negate(leaf(b, 'y'))),
      b.add(b.negate(leaf(b, 'x')), leaf(b, 'y')),
      b.subtract(leaf(b, 'x'), b.negate(leaf(b, 'y'))),
      b.subtract(b.negate(leaf(b, 'x')), leaf(b, 'y')),
    ],
  }),
  rule({
    name: 'sign-out-of-product',
    statement: '(−a) b = a (−b) = −(a b), (−a)/b = a/(−b) = −(a/b), (−A) B = −(A B)',
    on: ['multiply', 'divide', 'matmul'],
    apply: (builder, _, { operation, inputs }) => {
      const [a, b] = inputs as readonly [ValueId, ValueId];
      const [left, right] = [operandOf(builder, a, 'negate'), operandOf(builder, b, 'negate')];
      if (left === undefined && right === undefined) return undefined;
      const positive = builder.emit(operation, [left ?? a, right ?? b]);
      return left !== undefined && right !== undefined ? positive : builder.negate(positive);
    },
    samples: (b) => [
      b.multiply(b.negate(leaf(b, 'x')), leaf(b, 'y')),
      b.multiply(leaf(b, 'x'), b.negate(leaf(b, 'y'))),
      b.divide(b.negate(leaf(b, 'x')), b.negate(leaf(b, 'y'))),
      b.matmul(b.negate(leaf(b, 'x')), leaf(b, 'w', [2, 4])),
    ],
  }),
  rule({
    name: 'sign-out-of-layout',
    statement: 'Σ(−x) = −Σx, and likewise for stretching, reshaping and transposing',
    on: ['sum', 'broadcast', 'reshape', 'transpose'],
    apply: (builder, _, { operation, inputs }) => {
      const positive = operandOf(builder, inputs[0] as ValueId, 'negate');
      return positive === undefined ? undefined : builder.negate(builder.emit(operation, [positive]));
    },
    samples: (b) => [
      b.sum(b.negate(leaf(b, 'x')), [0]),
      b.broadcast(b.negate(leaf(b, 'x', [2])), [3, 2]),
      b.reshape(b.negate(leaf(b, 'x')), [6]),
      b.transpose(b.negate(leaf(b, 'x')), [1, 0]),
    ],
  }),
  rule({
    name: 'sign-out-of-mask',
    statement: 'c ? −x : 0 = −(c ? x : 0)',
    on: ['select'],
    apply: (builder, _, { inputs }) => {
      const [condition, whenTrue, whenFalse] = inputs as readonly [ValueId, ValueId, ValueId];
      const positive = operandOf(builder, whenTrue, 'negate');
      if (positive === undefined || constantOf(builder, whenFalse) !== 0) return undefined;
      return builder.negate(builder.select(condition, positive, whenFalse));
    },
    samples: (b) => [
      b.select(b.greater(leaf(b, 'c'), b.constant(0.5)), b.negate(leaf(b, 'x')), b.constant(0)),
    ],
  }),
];
