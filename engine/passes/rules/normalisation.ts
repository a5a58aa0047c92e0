import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import {
  constantOf,
  inEitherOrder,
  leaf,
  operandOf,
  operandsOf,
  type Rule,
  rule,
  scalarOf,
  stretchedAlong,
} from './rule.ts';

/** x − mean x along `axes`, with the mean as Σ x divided by a scalar and stretched back. */
function isDifferenceFromMean(builder: Builder, id: ValueId, axes: readonly number[]): boolean {
  const difference = operandsOf(builder, id, 'subtract');
  if (difference === undefined) return false;
  const mean = operandsOf(builder, difference[1], 'divide');
  const sum = mean === undefined ? undefined : stretchedAlong(builder, mean[0], axes);
  if (mean === undefined || sum === undefined || scalarOf(builder, mean[1]) === undefined) return false;
  const { operation, inputs } = builder.value(sum);
  return (
    operation.primitive === 'sum' &&
    inputs[0] === difference[0] &&
    operation.axes.length === axes.length &&
    operation.axes.every((axis) => axes.includes(axis))
  );
}

/** Whether a value adds up to 0 along `axes`: a difference from the mean, times or over what is the same along them. */
function isCentred(builder: Builder, id: ValueId, axes: readonly number[]): boolean {
  const isSame = (of: ValueId): boolean => stretchedAlong(builder, of, axes) !== undefined;
  const fraction = operandsOf(builder, id, 'divide');
  if (fraction !== undefined) return isSame(fraction[1]) && isCentred(builder, fraction[0], axes);
  const product = operandsOf(builder, id, 'multiply');
  if (product !== undefined) {
    const [a, b] = product;
    return (isSame(a) && isCentred(builder, b, axes)) || (isSame(b) && isCentred(builder, a, axes));
  }
  return isDifferenceFromMean(builder, id, axes);
}

/** x − mean x over the last axis, for samples. */
function centredSample(b: Builder): ValueId {
  const x = leaf(b, 'x');
  return b.subtract(x, b.divide(b.broadcast(b.sum(x, [1]), [3, 2]), b.constant(2)));
}

const deviation = (b: Builder): ValueId => b.broadcast(leaf(b, 's', [3, 1]), [3, 2]);

/** What makes the gradients of normalising layers short: quotients that are there already, and sums that vanish. */
export const normalisation: readonly Rule[] = [
  rule({
    name: 'stretched-fraction-out-of-sum',
    statement: 'Σ a/s = (Σ a)/s where s is the same along the summed axes',
    on: ['sum'],
    apply: (builder, _, { operation, inputs }) => {
      const fraction = operandsOf(builder, inputs[0] as ValueId, 'divide');
      if (fraction === undefined || scalarOf(builder, fraction[1]) !== undefined) return undefined;
      const under = stretchedAlong(builder, fraction[1], operation.axes);
      return under === undefined
        ? undefined
        : builder.divide(builder.sum(fraction[0], operation.axes), under);
    },
    samples: (b) => [b.sum(b.divide(leaf(b, 'x'), deviation(b)), [1])],
  }),
  rule({
    name: 'number-out-of-denominator',
    statement: 'a/(k b) = (a/b)/k for a number k',
    on: ['divide'],
    apply: (builder, _, { inputs }) => {
      const [over, under] = inputs as readonly [ValueId, ValueId];
      const [k, b] = operandsOf(builder, under, 'multiply') ?? [];
      if (k === undefined || b === undefined || constantOf(builder, k) === undefined) return undefined;
      return builder.divide(builder.divide(over, b), k);
    },
    samples: (b) => [b.divide(leaf(b, 'x'), b.multiply(b.constant(2), leaf(b, 'y')))],
  }),
  rule({
    name: 'quotient-there-already',
    statement: '(a/s) c = a (c/s) where c/s has been computed',
    on: ['multiply'],
    apply: (builder, _, { inputs }) =>
      inEitherOrder(inputs, (fraction, c) => {
        const operands = operandsOf(builder, fraction, 'divide');
        if (operands === undefined || scalarOf(builder, operands[1]) !== undefined) return undefined;
        const known = builder.find({ primitive: 'divide' }, [c, operands[1]]);
        return known === undefined || known === fraction ? undefined : builder.multiply(operands[0], known);
      }),
    samples: (b) => {
      const [c, s] = [leaf(b, 'c'), deviation(b)];
      const quotient = b.divide(c, s);
      return [b.add(quotient, b.multiply(b.divide(leaf(b, 'x'), s), c))];
    },
  }),
  rule({
    name: 'stretch-into-fraction',
    statement: 'stretching a/s is a/s of the stretched ones, where the stretched s is there already',
    on: ['broadcast'],
    apply: (builder, _, { inputs, shape }) => {
      const [a, s] = operandsOf(builder, inputs[0] as ValueId, 'divide') ?? [];
      if (a === undefined || s === undefined) return undefined;
      const known = builder.find({ primitive: 'broadcast', shape }, [s]);
      return known === undefined ? undefined : builder.divide(builder.broadcast(a, shape), known);
    },
    samples: (b) => {
      const fraction = b.divide(leaf(b, 'm', [3, 1]), leaf(b, 's', [3, 1]));
      return [b.add(deviation(b), b.broadcast(fraction, [3, 2]))];
    },
  }),
  rule({
    name: 'stretched-fraction-out-of-product',
    statement: '(a/s) x = (a x)/s for stretched a and s',
    on: ['multiply'],
    apply: (builder, _, { inputs }) =>
      inEitherOrder(inputs, (fraction, x) => {
        const operands = operandsOf(builder, fraction, 'divide');
        if (operands === undefined) return undefined;
        const [a, s] = operands;
        const areStretched = operands.every(
          (operand) => operandOf(builder, operand, 'broadcast') !== undefined,
        );
        if (!areStretched || scalarOf(builder, a) !== undefined) return undefined;
        return builder.divide(builder.multiply(a, x), s);
      }),
    samples: (b) => [
      b.multiply(b.divide(b.broadcast(leaf(b, 'm', [3, 1]), [3, 2]), deviation(b)), leaf(b, 'x')),
    ],
  }),
  rule({
    name: 'common-denominator-under-scalar',
    statement: 'a/s ± (b/s)/n = (a ± b/n)/s for a scalar n',
    on: ['add', 'subtract'],
    apply: (builder, _, { operation, inputs }) => {
      const [a, s] = operandsOf(builder, inputs[0] as ValueId, 'divide') ?? [];
      const [inner, n] = operandsOf(builder, inputs[1] as ValueId, 'divide') ?? [];
      if (a === undefined || inner === undefined || n === undefined || scalarOf(builder, n) === undefined)
        return undefined;
      const [b, same] = operandsOf(builder, inner, 'divide') ?? [];
      if (b === undefined || same !== s || s === undefined) return undefined;
      return builder.divide(builder.emit(operation, [a, builder.divide(b, n)]), s);
    },
    samples: (b) => [
      b.subtract(
        b.divide(leaf(b, 'x'), deviation(b)),
        b.divide(b.divide(leaf(b, 'y'), deviation(b)), b.constant(3)),
      ),
    ],
  }),
  rule({
    name: 'centred-sums-to-zero',
    statement:
      'Σ (a ± c) = Σ a where c is centred: a difference from its mean, times what is the same along the sum',
    on: ['sum'],
    apply: (builder, _, { operation, inputs }) => {
      const terms = builder.value(inputs[0] as ValueId);
      if (terms.operation.primitive !== 'add' && terms.operation.primitive !== 'subtract') return undefined;
      const [a, c] = terms.inputs as readonly [ValueId, ValueId];
      return isCentred(builder, c, operation.axes) ? builder.sum(a, operation.axes) : undefined;
    },
    samples: (b) => [
      b.sum(b.subtract(leaf(b, 'y'), centredSample(b)), [1]),
      b.sum(b.add(leaf(b, 'y'), b.multiply(b.divide(centredSample(b), deviation(b)), deviation(b))), [1]),
    ],
  }),
];
