import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { isBatch } from '../../program/shape.ts';
import { factorsOf, productOf } from './factors.ts';
import { constantOf, inEitherOrder, leaf, operandsOf, type Rule, rule, scalarOf } from './rule.ts';

interface ScalarFraction {
  readonly over: ValueId;
  /** Of shape []. */
  readonly under: ValueId;
}

/** x/s with a scalar s repeated in every element. */
function scalarFraction(builder: Builder, id: ValueId): ScalarFraction | undefined {
  const fraction = operandsOf(builder, id, 'divide');
  const under = fraction === undefined ? undefined : scalarOf(builder, fraction[1]);
  return fraction === undefined || under === undefined ? undefined : { over: fraction[0], under };
}

/** Two probabilities that add up to 1: q = 1 − p. */
function complementOf(builder: Builder, q: ValueId): ValueId | undefined {
  const difference = operandsOf(builder, q, 'subtract');
  return difference !== undefined && constantOf(builder, difference[0]) === 1 ? difference[1] : undefined;
}

interface Reading {
  readonly k: ValueId | undefined;
  readonly y: ValueId;
}

/** A value as y alone, and as k y in both ways where it is a product. */
function readings(builder: Builder, id: ValueId): readonly Reading[] {
  const [a, b] = operandsOf(builder, id, 'multiply') ?? [];
  const whole = { k: undefined, y: id };
  return a === undefined || b === undefined ? [whole] : [whole, { k: a, y: b }, { k: b, y: a }];
}

/** k and y where one value is k (1 − y) and the other k y; k may be missing in both. */
function complementaryPair(builder: Builder, miss: ValueId, hit: ValueId): Reading | undefined {
  for (const left of readings(builder, miss)) {
    const complement = complementOf(builder, left.y);
    const right = readings(builder, hit).find(({ k, y }) => k === left.k && y === complement);
    if (right !== undefined) return right;
  }
  return undefined;
}

/** x and the lower bound c of max(x, c), for a constant c. */
function heldAbove(
  builder: Builder,
  id: ValueId,
): { readonly of: ValueId; readonly bound: number } | undefined {
  const operands = operandsOf(builder, id, 'maximum');
  if (operands === undefined) return undefined;
  const bound = constantOf(builder, operands[1]);
  return bound === undefined ? undefined : { of: operands[0], bound };
}

const scalarSample = (b: Builder): ValueId => leaf(b, 's', []);

/** Division by a scalar (the batch size, mostly) moves outwards; fractions meet over one denominator. */
export const fractions: readonly Rule[] = [
  rule({
    name: 'scalar-out-of-product',
    statement: '(a/s) b = a (b/s) = (a b)/s and (a/s)/b = (a/b)/s, for a scalar s',
    on: ['multiply', 'divide'],
    apply: (builder, _, { operation, inputs }) => {
      const [a, b] = inputs as readonly [ValueId, ValueId];
      if (operation.primitive === 'divide' && scalarOf(builder, b) !== undefined) return undefined;
      const left = scalarFraction(builder, a);
      if (left !== undefined) return builder.divide(builder.emit(operation, [left.over, b]), left.under);
      const right = operation.primitive === 'multiply' ? scalarFraction(builder, b) : undefined;
      return right === undefined ? undefined : builder.divide(builder.multiply(a, right.over), right.under);
    },
    samples: (b) => [
      b.multiply(b.divide(leaf(b, 'x'), scalarSample(b)), leaf(b, 'y')),
      b.multiply(leaf(b, 'x'), b.divide(leaf(b, 'y'), scalarSample(b))),
      b.divide(b.divide(leaf(b, 'x'), scalarSample(b)), leaf(b, 'y')),
    ],
  }),
  rule({
    name: 'scalar-out-of-layout',
    statement: 'stretching or reshaping x/s is doing so to x, divided by s; likewise a sum over features',
    on: ['broadcast', 'reshape', 'sum'],
    apply: (builder, _, { operation, inputs, shape }) => {
      const { primitive } = operation;
      const of = inputs[0] as ValueId;
      // A sum over the batch keeps its fraction: a bias's gradient reads Σ δ, with the δ that is already there.
      if (primitive === 'sum' && operation.axes.some((axis) => isBatch(builder.shape(of)[axis])))
        return undefined;
      const fraction = scalarFraction(builder, of);
      // 1/N as a scalar of its own is left alone: there is nothing to move.
      if (fraction === undefined || (shape.length === 0 && builder.shape(of).length === 0)) return undefined;
      return builder.divide(builder.emit(operation, [fraction.over]), fraction.under);
    },
    samples: (b) => [
      b.broadcast(b.divide(leaf(b, 'x', [2]), scalarSample(b)), [3, 2]),
      b.sum(b.divide(leaf(b, 'x'), scalarSample(b)), [1]),
    ],
  }),
  rule({
    name: 'number-over-number',
    statement: '(k a)/m = (k/m) a for numbers k and m whose quotient is whole',
    on: ['divide'],
    apply: (builder, _, { inputs }) => {
      const [over, under] = inputs as readonly [ValueId, ValueId];
      const m = constantOf(builder, under);
      if (m === undefined) return undefined;
      const factors = factorsOf(builder, over);
      const quotients = factors.map((factor) => (constantOf(builder, factor) ?? Number.NaN) / m);
      const at = quotients.findIndex(Number.isInteger);
      const others = productOf(builder, factors.toSpliced(at, 1));
      if (at === -1 || others === undefined) return undefined;
      return builder.multiply(builder.constant(quotients[at] as number), others);
    },
    samples: (b) => [
      b.divide(b.multiply(b.constant(4), leaf(b, 'x')), b.constant(2)),
      b.divide(b.multiply(b.multiply(leaf(b, 'x'), b.constant(2)), leaf(b, 'y')), b.constant(2)),
    ],
  }),
  rule({
    name: 'number-before-count',
    statement: '(a/n)/k = (a/k)/n for a number k and a count n such as the batch: the count stays outermost',
    on: ['divide'],
    apply: (builder, _, { inputs }) => {
      const [a, n] = operandsOf(builder, inputs[0] as ValueId, 'divide') ?? [];
      const k = inputs[1] as ValueId;
      const count = n === undefined ? undefined : scalarOf(builder, n);
      if (a === undefined || n === undefined || count === undefined) return undefined;
      if (builder.value(count).operation.primitive !== 'size' || constantOf(builder, k) === undefined)
        return undefined;
      return builder.divide(builder.divide(a, k), n);
    },
    samples: (b) => [b.divide(b.divide(leaf(b, 'x'), b.size(['N'])), b.constant(0.5))],
  }),
  rule({
    name: 'fraction-out-of-cases',
    statement: '(c ? a/s : b/s) = (c ? a : b)/s',
    on: ['select'],
    apply: (builder, _, { inputs }) => {
      const [condition, whenTrue, whenFalse] = inputs as readonly [ValueId, ValueId, ValueId];
      const [a, s] = operandsOf(builder, whenTrue, 'divide') ?? [];
      const [b, same] = operandsOf(builder, whenFalse, 'divide') ?? [];
      if (a === undefined || b === undefined || s === undefined || s !== same) return undefined;
      return builder.divide(builder.select(condition, a, b), s);
    },
    samples: (b) => {
      const condition = b.greater(leaf(b, 'c'), b.constant(0.5));
      const [x, y, z] = [leaf(b, 'x'), leaf(b, 'y'), leaf(b, 'z')];
      return [
        b.select(condition, b.divide(x, z), b.divide(y, z)),
        b.select(condition, b.divide(x, scalarSample(b)), b.divide(y, scalarSample(b))),
      ];
    },
  }),
  rule({
    name: 'number-fraction-out-of-product',
    statement: '(k/s) a = a (k/s) = (k a)/s for a number k',
    on: ['multiply'],
    apply: (builder, _, { inputs }) =>
      inEitherOrder(inputs, (fraction, a) => {
        const operands = operandsOf(builder, fraction, 'divide');
        if (operands === undefined || constantOf(builder, operands[0]) === undefined) return undefined;
        return builder.divide(builder.multiply(operands[0], a), operands[1]);
      }),
    samples: (b) => [
      b.multiply(b.divide(b.constant(1), leaf(b, 'x')), leaf(b, 'y')),
      b.multiply(leaf(b, 'y'), b.divide(b.constant(2), leaf(b, 'x'))),
    ],
  }),
  rule({
    name: 'common-denominator',
    statement: 'a/c + b/c = (a + b)/c, a/c − b/c = (a − b)/c',
    on: ['add', 'subtract'],
    apply: (builder, _, { operation, inputs }) => {
      const left = operandsOf(builder, inputs[0] as ValueId, 'divide');
      const right = operandsOf(builder, inputs[1] as ValueId, 'divide');
      if (left === undefined || right === undefined || left[1] !== right[1]) return undefined;
      return builder.divide(builder.emit(operation, [left[0], right[0]]), left[1]);
    },
    samples: (b) => [
      b.subtract(b.divide(leaf(b, 'x'), leaf(b, 'z')), b.divide(leaf(b, 'y'), leaf(b, 'z'))),
      b.add(b.divide(leaf(b, 'x'), scalarSample(b)), b.divide(leaf(b, 'y'), scalarSample(b))),
    ],
  }),
  rule({
    name: 'complementary-fractions',
    statement: 'k (1 − y)/(1 − p) − k y/p = k (p − y)/(p (1 − p)), denominators held above ε on both sides',
    on: ['subtract'],
    apply: (builder, _, { inputs }) => {
      const miss = operandsOf(builder, inputs[0] as ValueId, 'divide');
      const hit = operandsOf(builder, inputs[1] as ValueId, 'divide');
      if (miss === undefined || hit === undefined) return undefined;
      const pair = complementaryPair(builder, miss[0], hit[0]);
      const q = heldAbove(builder, miss[1]);
      const p = heldAbove(builder, hit[1]);
      if (pair === undefined || q === undefined || p === undefined || q.bound !== p.bound) return undefined;
      if (complementOf(builder, q.of) !== p.of) return undefined;
      const both = builder.maximum(builder.multiply(p.of, q.of), builder.constant(p.bound));
      const difference = builder.subtract(p.of, pair.y);
      return builder.divide(pair.k === undefined ? difference : builder.multiply(pair.k, difference), both);
    },
    samples: (b) => {
      const [p, y, k, one, bound] = [
        leaf(b, 'p'),
        leaf(b, 'y'),
        leaf(b, 'k'),
        b.constant(1),
        b.constant(1e-12),
      ];
      const difference = (miss: ValueId, hit: ValueId): ValueId =>
        b.subtract(b.divide(miss, b.maximum(b.subtract(one, p), bound)), b.divide(hit, b.maximum(p, bound)));
      return [
        difference(b.subtract(one, y), y),
        difference(b.multiply(k, b.subtract(one, y)), b.multiply(k, y)),
      ];
    },
  }),
  rule({
    name: 'cancel',
    statement: '(a/b) b = a, and (a/max(b, ε)) b = a, which loses nothing where b is tiny',
    on: ['multiply'],
    apply: (builder, _, { inputs }) =>
      inEitherOrder(inputs, (fraction, factor) => {
        const operands = operandsOf(builder, fraction, 'divide');
        if (operands === undefined) return undefined;
        const [over, under] = operands;
        return under === factor || heldAbove(builder, under)?.of === factor ? over : undefined;
      }),
    samples: (b) => [
      b.multiply(b.divide(leaf(b, 'x'), leaf(b, 'y')), leaf(b, 'y')),
      b.multiply(leaf(b, 'y'), b.divide(leaf(b, 'x'), b.maximum(leaf(b, 'y'), b.constant(1e-12)))),
    ],
  }),
  rule({
    name: 'cancel-in-difference',
    statement: '(a − x/b) b = a b − x and (x/b − a) b = x − a b, which loses nothing where b is tiny',
    on: ['multiply'],
    apply: (builder, _, { inputs }) =>
      inEitherOrder(inputs, (difference, b) => {
        const operands = operandsOf(builder, difference, 'subtract');
        if (operands === undefined) return undefined;
        const [left, right] = operands;
        const second = operandsOf(builder, right, 'divide');
        if (second?.[1] === b) return builder.subtract(builder.multiply(left, b), second[0]);
        const first = operandsOf(builder, left, 'divide');
        return first?.[1] === b ? builder.subtract(first[0], builder.multiply(right, b)) : undefined;
      }),
    samples: (b) => [
      b.multiply(b.subtract(leaf(b, 'a'), b.divide(leaf(b, 'x'), leaf(b, 'y'))), leaf(b, 'y')),
      b.multiply(leaf(b, 'y'), b.subtract(b.divide(leaf(b, 'x'), leaf(b, 'y')), leaf(b, 'a'))),
    ],
  }),
];
