import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { constantOf, leaf, operandsOf, type Rule, rule } from './rule.ts';

interface Mask {
  readonly condition: ValueId;
  readonly of: ValueId;
  /** On which side of the condition the value is kept; the other side is 0. */
  readonly keeps: 'true' | 'false';
}

/** c ? x : 0 or c ? 0 : x. */
function maskOf(builder: Builder, id: ValueId): Mask | undefined {
  const { operation, inputs } = builder.value(id);
  if (operation.primitive !== 'select') return undefined;
  const [condition, whenTrue, whenFalse] = inputs as readonly [ValueId, ValueId, ValueId];
  if (constantOf(builder, whenFalse) === 0) return { condition, of: whenTrue, keeps: 'true' };
  if (constantOf(builder, whenTrue) === 0) return { condition, of: whenFalse, keeps: 'false' };
  return undefined;
}

const masked = (builder: Builder, { condition, keeps }: Mask, of: ValueId): ValueId => {
  const zero = builder.constant(0);
  return keeps === 'true' ? builder.select(condition, of, zero) : builder.select(condition, zero, of);
};

const condition = (b: Builder): ValueId => b.greater(leaf(b, 'c'), b.constant(0.5));

/** Masks move outwards, so that what they hide is never multiplied in (0 · ∞ would be NaN), and meet as cases. */
export const masks: readonly Rule[] = [
  rule({
    name: 'mask-out-of-product',
    statement: '(c ? x : 0) k = c ? x k : 0, and likewise for a quotient',
    on: ['multiply', 'divide'],
    apply: (builder, _, { operation, inputs }) => {
      const [a, b] = inputs as readonly [ValueId, ValueId];
      const left = maskOf(builder, a);
      if (left !== undefined) return masked(builder, left, builder.emit(operation, [left.of, b]));
      const right = operation.primitive === 'multiply' ? maskOf(builder, b) : undefined;
      return right === undefined ? undefined : masked(builder, right, builder.multiply(a, right.of));
    },
    samples: (b) => [
      b.multiply(b.select(condition(b), leaf(b, 'x'), b.constant(0)), leaf(b, 'y')),
      b.multiply(leaf(b, 'y'), b.select(condition(b), b.constant(0), leaf(b, 'x'))),
      b.divide(b.select(condition(b), leaf(b, 'x'), b.constant(0)), leaf(b, 'y')),
    ],
  }),
  rule({
    name: 'masks-to-cases',
    statement: '(c ? x : 0) + (c ? 0 : y) = c ? x : y',
    on: ['add'],
    apply: (builder, _, { inputs }) => {
      const left = maskOf(builder, inputs[0] as ValueId);
      const right = maskOf(builder, inputs[1] as ValueId);
      if (left === undefined || right === undefined || left.condition !== right.condition) return undefined;
      if (left.keeps === right.keeps) return masked(builder, left, builder.add(left.of, right.of));
      const [whenTrue, whenFalse] = left.keeps === 'true' ? [left.of, right.of] : [right.of, left.of];
      return builder.select(left.condition, whenTrue, whenFalse);
    },
    samples: (b) => {
      const [x, y, zero] = [leaf(b, 'x'), leaf(b, 'y'), b.constant(0)];
      return [
        b.add(b.select(condition(b), x, zero), b.select(condition(b), zero, y)),
        b.add(b.select(condition(b), zero, x), b.select(condition(b), y, zero)),
        b.add(b.select(condition(b), x, zero), b.select(condition(b), y, zero)),
      ];
    },
  }),
  rule({
    name: 'compare-held',
    statement: '[max(x, a) ≥ b] = [x ≥ b] for a < b: a bound that cannot decide is left out',
    on: ['greaterEqual'],
    apply: (builder, _, { inputs }) => {
      const [left, right] = inputs as readonly [ValueId, ValueId];
      const held = operandsOf(builder, left, 'maximum');
      const bound = constantOf(builder, right);
      const lowest = held === undefined ? undefined : constantOf(builder, held[1]);
      if (held === undefined || bound === undefined || lowest === undefined || lowest >= bound)
        return undefined;
      return builder.binary('greaterEqual', held[0], right);
    },
    samples: (b) => [b.binary('greaterEqual', b.maximum(leaf(b, 'x'), b.constant(0.2)), b.constant(0.6))],
  }),
];
