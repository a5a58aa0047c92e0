import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { factorsOf } from './factors.ts';
import { constantOf, leaf, operandOf, operandsOf, type Rule, rule } from './rule.ts';

const eitherWay = ([a, b]: readonly ValueId[]): readonly (readonly [ValueId, ValueId])[] => [
  [a as ValueId, b as ValueId],
  [b as ValueId, a as ValueId],
];

/** x where a value is sign(x). */
const signed = (builder: Builder, id: ValueId): ValueId | undefined => operandOf(builder, id, 'sign');

/** m where a value is m sign(x) for a number m. */
function timesSign(builder: Builder, id: ValueId, x: ValueId): number | undefined {
  const factors = factorsOf(builder, id);
  if (!factors.some((factor) => signed(builder, factor) === x)) return undefined;
  const [number, ...others] = factors.filter((factor) => signed(builder, factor) !== x);
  if (factors.length - others.length > 2) return undefined;
  if (number === undefined) return 1;
  return others.length === 0 ? constantOf(builder, number) : undefined;
}

/** What a value is for a given x: x itself, k x or x/k for a number k. */
function linearAt(builder: Builder, id: ValueId, x: ValueId, at: number): number | undefined {
  if (id === x) return at;
  const [over, under] = operandsOf(builder, id, 'divide') ?? [];
  if (over === x && under !== undefined) {
    const k = constantOf(builder, under);
    return k === undefined ? undefined : at / k;
  }
  for (const [factor, of] of eitherWay(operandsOf(builder, id, 'multiply') ?? [])) {
    const k = of === x ? constantOf(builder, factor) : undefined;
    if (k !== undefined) return k * at;
  }
  return undefined;
}

/** x and k where a value is [|x| > k] or [|x| ≥ k] for a number k above 0. */
function beyond(builder: Builder, id: ValueId): { readonly x: ValueId; readonly bound: number } | undefined {
  const [size, k] = operandsOf(builder, id, 'greater') ?? operandsOf(builder, id, 'greaterEqual') ?? [];
  if (size === undefined || k === undefined) return undefined;
  const [x, bound] = [operandOf(builder, size, 'absolute'), constantOf(builder, k)];
  return x === undefined || bound === undefined || bound <= 0 ? undefined : { x, bound };
}

/** |x| and sign(x). */
export const magnitudes: readonly Rule[] = [
  rule({
    name: 'sign-of-itself',
    statement: 'x sign(x) = |x|, (x/s) sign(x) = |x|/s',
    on: ['multiply'],
    apply: (builder, _, { inputs }) => {
      for (const [of, sign] of eitherWay(inputs)) {
        const x = signed(builder, sign);
        if (x === undefined) continue;
        if (of === x) return builder.unary('absolute', x);
        const [over, under] = operandsOf(builder, of, 'divide') ?? [];
        if (over === x && under !== undefined) return builder.divide(builder.unary('absolute', x), under);
      }
      return undefined;
    },
    samples: (b) => {
      const x = b.subtract(leaf(b, 'x'), b.constant(0.5));
      return [b.multiply(x, b.unary('sign', x)), b.multiply(b.unary('sign', x), b.divide(x, leaf(b, 'y')))];
    },
  }),
  rule({
    name: 'sign-into-fraction',
    statement: '(a/s) sign(x) = (a sign(x))/s',
    on: ['multiply'],
    apply: (builder, _, { inputs }) => {
      for (const [fraction, sign] of eitherWay(inputs)) {
        const [a, s] = operandsOf(builder, fraction, 'divide') ?? [];
        if (a === undefined || s === undefined || signed(builder, sign) === undefined) continue;
        return builder.divide(builder.multiply(a, sign), s);
      }
      return undefined;
    },
    samples: (b) => [
      b.multiply(
        b.divide(leaf(b, 'x'), leaf(b, 's')),
        b.unary('sign', b.subtract(leaf(b, 'y'), b.constant(0.5))),
      ),
    ],
  }),
  rule({
    name: 'rest-of-share',
    statement: '1 − a/(b + a) = b/(b + a), which loses no digits where a is nearly all',
    on: ['subtract'],
    apply: (builder, _, { inputs }) => {
      const [one, share] = inputs as readonly [ValueId, ValueId];
      const [a, whole] = operandsOf(builder, share, 'divide') ?? [];
      if (a === undefined || whole === undefined || constantOf(builder, one) !== 1) return undefined;
      for (const [b, same] of eitherWay(operandsOf(builder, whole, 'add') ?? [])) {
        if (same === a) return builder.divide(b, whole);
      }
      return undefined;
    },
    samples: (b) => {
      const [x, y] = [leaf(b, 'x'), leaf(b, 'y')];
      return [
        b.subtract(b.constant(1), b.divide(x, b.add(y, x))),
        b.subtract(b.constant(1), b.divide(x, b.add(x, y))),
      ];
    },
  }),
  rule({
    name: 'cases-to-clamp',
    statement:
      '(|x| > k ? m sign(x) : (m/k) x) = clamp((m/k) x, −m, m) for numbers k, m > 0; also with |x| ≥ k',
    on: ['select'],
    apply: (builder, _, { inputs }) => {
      const [condition, outside, inside] = inputs as readonly [ValueId, ValueId, ValueId];
      const far = beyond(builder, condition);
      const most = far === undefined ? undefined : timesSign(builder, outside, far.x);
      if (far === undefined || most === undefined || most <= 0) return undefined;
      // The two meet at the bound, else this is no clamp.
      if (linearAt(builder, inside, far.x, far.bound) !== most) return undefined;
      return builder.maximum(builder.minimum(inside, builder.constant(most)), builder.constant(-most));
    },
    samples: (b) => {
      const x = b.subtract(leaf(b, 'x'), b.constant(0.5));
      const [sign, size] = [b.unary('sign', x), b.unary('absolute', x)];
      const [fifth, tenth] = [b.constant(0.25), b.constant(0.125)];
      return [
        b.select(b.greater(size, fifth), b.multiply(fifth, sign), x),
        b.select(b.binary('greaterEqual', size, tenth), sign, b.divide(x, tenth)),
        b.select(b.greater(size, fifth), b.multiply(sign, b.constant(0.5)), b.multiply(b.constant(2), x)),
      ];
    },
  }),
];
