import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { factorsOf, productOf } from './factors.ts';
import { constantOf, leaf, operandsOf, type Rule, rule } from './rule.ts';

/** `all` without one occurrence of each of `some`. */
function without(all: readonly ValueId[], some: readonly ValueId[]): readonly ValueId[] {
  const left = [...all];
  for (const factor of some) left.splice(left.indexOf(factor), 1);
  return left;
}

/** The factors, numbers aside, that two products have in common, each as often as in both. */
function shared(builder: Builder, left: readonly ValueId[], right: readonly ValueId[]): readonly ValueId[] {
  const rest = [...right];
  return left.filter((factor) => {
    const at = rest.indexOf(factor);
    if (at === -1 || constantOf(builder, factor) !== undefined) return false;
    rest.splice(at, 1);
    return true;
  });
}

const numberFirst = (builder: Builder, [a, b]: readonly [ValueId, ValueId]): readonly [ValueId, ValueId] =>
  constantOf(builder, a) === undefined ? [b, a] : [a, b];

/** Sums of products with a common factor. */
export const factoring: readonly Rule[] = [
  rule({
    name: 'double',
    statement: 'x + x = 2 x',
    on: ['add'],
    apply: (builder, _, { inputs }) =>
      inputs[0] === inputs[1] ? builder.multiply(builder.constant(2), inputs[0] as ValueId) : undefined,
    samples: (b) => [b.add(leaf(b, 'x'), leaf(b, 'x'))],
  }),
  rule({
    name: 'number-times-number',
    statement: 'k (m x) = (k m) x for numbers k and m whose product is whole',
    on: ['multiply'],
    apply: (builder, _, { inputs }) => {
      const [k, product] = numberFirst(builder, inputs as readonly [ValueId, ValueId]);
      const inner = operandsOf(builder, product, 'multiply');
      const [m, x] = inner === undefined ? [] : numberFirst(builder, inner);
      if (m === undefined || x === undefined) return undefined;
      const number = (constantOf(builder, k) ?? Number.NaN) * (constantOf(builder, m) ?? Number.NaN);
      return Number.isInteger(number) ? builder.multiply(builder.constant(number), x) : undefined;
    },
    samples: (b) => [
      b.multiply(b.constant(2), b.multiply(b.constant(0.5), leaf(b, 'x'))),
      b.multiply(b.multiply(leaf(b, 'x'), b.constant(0.5)), b.constant(6)),
    ],
  }),
  rule({
    name: 'repeated-term',
    statement: '(a + x) + x = a + 2 x, (a − x) − x = a − 2 x',
    on: ['add', 'subtract'],
    apply: (builder, _, { operation, inputs }) => {
      const [left, x] = inputs as readonly [ValueId, ValueId];
      const [a, same] = operandsOf(builder, left, operation.primitive) ?? [];
      if (a === undefined || same !== x) return undefined;
      return builder.binary(operation.primitive, a, builder.multiply(builder.constant(2), x));
    },
    samples: (b) => [
      b.add(b.add(leaf(b, 'x'), leaf(b, 'y')), leaf(b, 'y')),
      b.subtract(b.subtract(leaf(b, 'x'), leaf(b, 'y')), leaf(b, 'y')),
    ],
  }),
  rule({
    name: 'common-factors',
    statement: 'k a ± k b = k (a ± b), k ± k b = k (1 ± b), with several common factors too',
    on: ['add', 'subtract'],
    apply: (builder, _, { operation, inputs }) => {
      const [left, right] = inputs.map((input) => factorsOf(builder, input)) as [
        readonly ValueId[],
        readonly ValueId[],
      ];
      if (left.length === 1 && right.length === 1) return undefined;
      const common = shared(builder, left, right);
      const outside = productOf(builder, common);
      if (outside === undefined) return undefined;
      const [a, b] = [left, right].map(
        (factors) => productOf(builder, without(factors, common)) ?? builder.constant(1),
      );
      return builder.multiply(outside, builder.binary(operation.primitive, a as ValueId, b as ValueId));
    },
    samples: (b) => {
      const [x, y, z] = [leaf(b, 'x'), leaf(b, 'y'), leaf(b, 'z')];
      return [
        b.subtract(b.multiply(x, z), b.multiply(y, z)),
        b.add(b.multiply(z, x), b.multiply(y, z)),
        b.subtract(x, b.multiply(x, y)),
        b.add(b.multiply(x, y), b.multiply(b.multiply(x, z), y)),
      ];
    },
  }),
  rule({
    name: 'complement-of-complement',
    statement: '1 − (1 − x) = x',
    on: ['subtract'],
    apply: (builder, _, { inputs }) => {
      if (constantOf(builder, inputs[0] as ValueId) !== 1) return undefined;
      const inner = operandsOf(builder, inputs[1] as ValueId, 'subtract');
      return inner !== undefined && constantOf(builder, inner[0]) === 1 ? inner[1] : undefined;
    },
    samples: (b) => [b.subtract(b.constant(1), b.subtract(b.constant(1), leaf(b, 'x')))],
  }),
  rule({
    name: 'factor-out-of-cases',
    statement: '(c ? k a : k b) = k (c ? a : b), and (c ? k a : k) = k (c ? a : 1)',
    on: ['select'],
    apply: (builder, _, { inputs }) => {
      const [condition, whenTrue, whenFalse] = inputs as readonly [ValueId, ValueId, ValueId];
      const [left, right] = [factorsOf(builder, whenTrue), factorsOf(builder, whenFalse)];
      const common = shared(builder, left, right);
      const outside = productOf(builder, common);
      if (outside === undefined || whenTrue === whenFalse) return undefined;
      const [a, b] = [left, right].map(
        (factors) => productOf(builder, without(factors, common)) ?? builder.constant(1),
      );
      return builder.multiply(outside, builder.select(condition, a as ValueId, b as ValueId));
    },
    samples: (b) => {
      const [x, y, z] = [leaf(b, 'x'), leaf(b, 'y'), leaf(b, 'z')];
      const condition = b.greater(leaf(b, 'c'), b.constant(0.5));
      return [
        b.select(condition, b.multiply(x, z), b.multiply(y, z)),
        b.select(condition, b.multiply(x, y), x),
      ];
    },
  }),
];
