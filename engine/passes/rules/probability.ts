import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { constantOf, leaf, operandsOf, type Rule, rule, scalarOf, stretchedAlong } from './rule.ts';

/** The axis of the classes where a value is onehot(y). */
function classAxis(builder: Builder, id: ValueId): number | undefined {
  const { operation } = builder.value(id);
  return operation.primitive === 'oneHot' ? operation.axis : undefined;
}

/** A value that is the same along `axis`, without that axis's repetitions: stretched, or a quotient of such. */
function withoutRepeats(builder: Builder, id: ValueId, axis: number): ValueId | undefined {
  const stretched = stretchedAlong(builder, id, [axis]);
  if (stretched !== undefined) return stretched;
  const [over, under] = operandsOf(builder, id, 'divide') ?? [];
  if (over === undefined || under === undefined) return undefined;
  const [a, b] = [withoutRepeats(builder, over, axis), withoutRepeats(builder, under, axis)];
  return a === undefined || b === undefined ? undefined : builder.divide(a, b);
}

/** Σ over `axes` of k/n repeated `count` times; exactly k where n is the count. */
function repeatedSum(builder: Builder, id: ValueId, count: number): number | undefined {
  const number = constantOf(builder, id);
  if (number !== undefined) return number * count;
  const [over, under] = (operandsOf(builder, scalarOf(builder, id) ?? id, 'divide') ?? []).map((part) =>
    constantOf(builder, part),
  );
  if (over === undefined || under === undefined) return undefined;
  return under === count ? over : (over / under) * count;
}

/** The sum of a value along the axis of its classes where that is one number: of onehot(y), and of what is mixed from it. */
function sumOfMix(builder: Builder, id: ValueId, axis: number): number | undefined {
  if (classAxis(builder, id) === axis) return 1;
  const count = builder.shape(id)[axis];
  const repeated = typeof count === 'number' ? repeatedSum(builder, id, count) : undefined;
  if (repeated !== undefined) return repeated;
  const product = operandsOf(builder, id, 'multiply');
  if (product !== undefined) {
    const [k, rows] =
      constantOf(builder, product[0]) === undefined ? [product[1], product[0]] : [product[0], product[1]];
    const [number, sum] = [constantOf(builder, k), classAxis(builder, rows) === axis ? 1 : undefined];
    return number === undefined || sum === undefined ? undefined : number * sum;
  }
  const sums = (operandsOf(builder, id, 'add') ?? []).map((term) => sumOfMix(builder, term, axis));
  const [a, b] = sums;
  return a === undefined || b === undefined ? undefined : a + b;
}

const rowsSample = (b: Builder): ValueId => b.oneHot(b.greater(leaf(b, 'x', [5]), b.constant(0.5)), 3, 1);

const weightsSample = (b: Builder): ValueId => b.broadcast(leaf(b, 'w', [5, 1]), [5, 3]);

/** What is known of one-hot rows. */
export const probability: readonly Rule[] = [
  rule({
    name: 'mask-of-one-hot',
    statement: 'onehot(y) ? s : 0 = s onehot(y), for s the same for all classes',
    on: ['select'],
    apply: (builder, _, { inputs }) => {
      const [rows, whenTrue, whenFalse] = inputs as readonly [ValueId, ValueId, ValueId];
      const axis = classAxis(builder, rows);
      if (axis === undefined || constantOf(builder, whenFalse) !== 0) return undefined;
      return withoutRepeats(builder, whenTrue, axis) === undefined
        ? undefined
        : builder.multiply(whenTrue, rows);
    },
    samples: (b) => [
      b.select(rowsSample(b), b.broadcast(leaf(b, 's', []), [5, 3]), b.constant(0)),
      b.select(rowsSample(b), weightsSample(b), b.constant(0)),
    ],
  }),
  rule({
    name: 'one-hot-sums-to-one',
    statement: 'Σ over the K classes of onehot(y) = 1, of a onehot(y) + b = a + K b for numbers a and b',
    on: ['sum'],
    apply: (builder, _, { operation, inputs, shape }) => {
      const [axis, ...others] = operation.axes;
      if (axis === undefined || others.length > 0) return undefined;
      const sum = sumOfMix(builder, inputs[0] as ValueId, axis);
      return sum === undefined ? undefined : builder.broadcast(builder.constant(sum), shape);
    },
    samples: (b) => {
      const rows = rowsSample(b);
      return [
        b.sum(rows, [1]),
        b.sum(b.add(b.multiply(b.constant(0.75), rows), b.constant(0.125)), [1]),
        b.sum(b.add(b.multiply(rows, b.constant(0.9)), b.divide(b.constant(0.1), b.constant(3))), [1]),
      ];
    },
  }),
  rule({
    name: 'weighed-one-hot-sum',
    statement: 'Σ over the classes of s onehot(y) = s, for s the same for all classes',
    on: ['sum'],
    apply: (builder, _, { operation, inputs }) => {
      const [axis, ...others] = operation.axes;
      const [a, b] = operandsOf(builder, inputs[0] as ValueId, 'multiply') ?? [];
      if (axis === undefined || others.length > 0 || a === undefined || b === undefined) return undefined;
      if (classAxis(builder, b) === axis) return withoutRepeats(builder, a, axis);
      return classAxis(builder, a) === axis ? withoutRepeats(builder, b, axis) : undefined;
    },
    samples: (b) => [b.sum(b.multiply(weightsSample(b), rowsSample(b)), [1])],
  }),
];
