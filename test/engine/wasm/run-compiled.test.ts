import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseSwappedLeaves } from '../../../engine/passes/schedule/choose-layouts.ts';
import { schedule } from '../../../engine/passes/schedule.ts';
import { Builder } from '../../../engine/program/builder.ts';
import { evaluate, evaluateValues, neededFor } from '../../../engine/program/evaluate/evaluate.ts';
import {
  binaryNames,
  type OutputKey,
  outputKey,
  type Program,
  unaryNames,
  type ValueId,
} from '../../../engine/program/program.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import { compile } from '../../../engine/wasm/compile.ts';
import { mapMemory } from '../../../engine/wasm/memory-map.ts';
import { runCompiled } from '../../../engine/wasm/run-compiled.ts';
import { uniformNumbers } from '../operators/sample-network.ts';
import { expectClose, guardedWords, halved, tensorOf } from './agreement.ts';
import { randomCase } from './random-programs.ts';

const y = outputKey('value', 'f', 'y');

/** Runs a program of one parameter `x` on both, and gives both results. */
function both(
  write: (builder: Builder, x: number) => number,
  numbers: readonly number[],
): { readonly expected: Float64Array; readonly found: Float64Array } {
  const builder = new Builder();
  builder.output(y, write(builder, builder.parameter('x', [numbers.length])));
  const program: Program = builder.finish();
  const x: Tensor = { shape: [numbers.length], data: Float64Array.from(numbers, Math.fround) };
  const feeds = { batch: 1, inputs: new Map(), parameters: new Map([['x', x]]), settings: new Map() };
  return {
    expected: evaluate(program, feeds).get(y)?.data ?? new Float64Array(),
    found: runCompiled(program, feeds).outputs.get(y)?.data ?? new Float64Array(),
  };
}

test('a comparison beside a maximum of two values compares what it was given', () => {
  const numbers = [-2, -1, -0.5, 0.5, 1, 2];
  const { expected, found } = both((builder, x) => {
    const [larger, other] = [builder.negate(x), builder.exp(x)];
    return builder.add(builder.maximum(x, larger), builder.greater(x, builder.negate(other)));
  }, numbers);
  expect([...found]).toEqual([...expected].map(Math.fround));
});

const special = [
  0,
  -0,
  1,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1e-40,
  -1e-40,
  3e38,
  -3e38,
];

/** What float32 makes of a number: beyond its range infinite. */
const rounded = (value: number): number => Math.fround(value);

/** In units in the last place of the float32 next to `expected`; its smallest ones count as one another's neighbours. */
function distance(found: number, expected: number): number {
  const nearest = rounded(expected);
  if (Object.is(found, nearest) || found === nearest) return 0;
  if (Number.isNaN(nearest) || Number.isNaN(found) || !Number.isFinite(nearest))
    return Number.POSITIVE_INFINITY;
  const unit = 2 ** (Math.floor(Math.log2(Math.max(Math.abs(nearest), 2 ** -126))) - 23);
  return Math.abs(found - expected) / unit;
}

const sweep = (from: number, to: number): readonly number[] =>
  Array.from({ length: 4001 }, (_, index) => from + ((to - from) * index) / 4000);

/** Largest error in units in the last place that each function promises, and where it is tried. */
const promises = {
  negate: { units: 0, from: -10, to: 10 },
  exp: { units: 2, from: -103, to: 88.7 },
  log: { units: 2, from: 1e-3, to: 20 },
  clampedLog: { units: 2, from: 1e-3, to: 20 },
  tanh: { units: 5, from: -12, to: 12 },
  logistic: { units: 3, from: -80, to: 80 },
  softplus: { units: 4, from: -80, to: 80 },
  erf: { units: 6, from: -5, to: 5 },
  sqrt: { units: 0.51, from: 0, to: 50 },
  absolute: { units: 0, from: -10, to: 10 },
  sign: { units: 0, from: -10, to: 10 },
} as const;

describe('functions of one number', () => {
  test.each(unaryNames)('%s keeps its promise', (name) => {
    const { units, from, to } = promises[name];
    const numbers = sweep(from, to);
    const { expected, found } = both((builder, x) => builder.unary(name, x), numbers);
    let worst = { error: 0, at: Number.NaN };
    found.forEach((value, index) => {
      const error = distance(value, expected[index] as number);
      if (!(error <= worst.error)) worst = { error, at: numbers[index] as number };
    });
    expect(worst.error, `at ${worst.at}`).toBeLessThanOrEqual(units);
  });

  test.each(unaryNames)('%s of zeros, infinities, NaN and the ends of the range', (name) => {
    const { expected, found } = both((builder, x) => builder.unary(name, x), special);
    found.forEach((value, index) => {
      const wanted = rounded(expected[index] as number);
      const where = `${name}(${special[index]})`;
      if (Number.isNaN(wanted)) expect(value, where).toBeNaN();
      else if (Math.abs(wanted) < 1e-30) expect(Math.abs(value), where).toBeLessThan(1e-30);
      else
        expect(
          Math.abs(value / wanted - 1) < 1e-6 || value === wanted,
          `${where}: ${value}, not ${wanted}`,
        ).toBe(true);
    });
  });
});

describe('operations of two numbers', () => {
  const pairs = special.flatMap((a) => special.map((b) => [a, b] as const));
  test.each(binaryNames)('%s of every pair of special numbers', (name) => {
    const builder = new Builder();
    const [a, b] = [builder.parameter('a', [pairs.length]), builder.parameter('b', [pairs.length])];
    builder.output(y, builder.binary(name, a, b));
    const column = (at: 0 | 1): Tensor => ({
      shape: [pairs.length],
      data: Float64Array.from(pairs, (pair) => Math.fround(pair[at])),
    });
    const parameters = new Map([
      ['a', column(0)],
      ['b', column(1)],
    ]);
    const feeds = { batch: 1, inputs: new Map(), parameters, settings: new Map() };
    const program = builder.finish();
    const expected = evaluate(program, feeds).get(y)?.data ?? [];
    const found = runCompiled(program, feeds).outputs.get(y)?.data ?? new Float64Array();
    found.forEach((value, index) => {
      const wanted = rounded(expected[index] as number);
      const where = `${name}(${pairs[index]?.join(', ')})`;
      if (Number.isNaN(wanted)) expect(value, where).toBeNaN();
      else expect(value === wanted, `${where}: ${value}, not ${wanted}`).toBe(true);
    });
  });

  test('select passes NaN of its condition on', () => {
    const { expected, found } = both(
      (builder, x) => builder.select(x, builder.constant(2), builder.constant(3)),
      [0, 1, -1, Number.NaN, 0.5],
    );
    expect([...found]).toEqual([...expected]);
  });

  test('a label that is no class gives a row of NaN', () => {
    const { expected, found } = both(
      (builder, x) => builder.oneHot(x, 3, 1),
      [0, 1, 2, 3, -1, 0.5, Number.NaN],
    );
    expect([...found]).toEqual([...expected]);
  });

  test.each<[string, (builder: Builder) => ValueId]>([
    ['rows that fill vectors', (builder) => builder.random(5, [70, 8])],
    ['rows that do not', (builder) => builder.random(5, [7, 9])],
    ['short rows', (builder) => builder.random(5, [9, 1, 3])],
    ['rows of one', (builder) => builder.random(5, [9, 1])],
    ['one number', (builder) => builder.random(5, [])],
    ['a transposed matrix', (builder) => builder.transpose(builder.random(5, [6, 9]), [1, 0])],
    ['a slice', (builder) => builder.slice(builder.random(5, [6, 40]), 1, 3, 33)],
    ['a number for each row', (builder) => builder.broadcast(builder.random(5, [7, 1]), [7, 9])],
    ['the largest of each row', (builder) => builder.reduce('max', builder.random(5, [7, 9]), [1])],
    ['the largest of each short row', (builder) => builder.reduce('max', builder.random(5, [70, 5]), [1])],
    ['the largest of each column', (builder) => builder.reduce('max', builder.random(5, [70, 5]), [0])],
  ])('random numbers are the reference’s to the bit: %s', (_, write) => {
    const builder = new Builder();
    builder.output(y, write(builder));
    const feeds = {
      batch: 1,
      inputs: new Map(),
      parameters: new Map(),
      settings: new Map(),
      draw: { seed: 4_000_000_000, step: 77 },
    };
    const program = builder.finish();
    expect(runCompiled(program, feeds).outputs.get(y)).toEqual(evaluate(program, feeds).get(y));
  });
});

function agrees(seed: number): void {
  const { program, feeds } = randomCase(seed);
  const keys = [...program.outputs.keys()];
  const values = evaluateValues(program, neededFor(program, keys), feeds);
  let peak = 1;
  for (const { data } of values.values())
    for (const value of data) peak = Math.max(peak, Math.abs(value) || 0);
  const expected = evaluate(program, feeds, keys);
  const { outputs } = runCompiled(program, feeds, keys);
  for (const key of keys) expectClose(outputs.get(key), expected.get(key), peak, `seed ${seed}, ${key}`);
}

describe('products', () => {
  const sizes: readonly (readonly [rows: number, terms: number, columns: number])[] = [
    [1, 8, 3],
    [1, 3, 40],
    [1, 17, 37],
    [1, 40, 66],
    [2, 30, 70],
    [5, 9, 33],
    [16, 32, 32],
    [25, 130, 37],
    [40, 100, 70],
    [64, 300, 9],
    [70, 33, 129],
  ];
  const cases = sizes.flatMap((size) =>
    ['', 'left', 'right'].map((transposed) => [...size, transposed] as const),
  );

  test.each(cases)('%i × %i times %i columns, transposed: %s', (rows, terms, columns, transposed) => {
    const builder = new Builder();
    const matrix = (name: string, shape: readonly [number, number], isTransposed: boolean): number =>
      isTransposed
        ? builder.transpose(builder.parameter(name, [shape[1], shape[0]]), [1, 0])
        : builder.parameter(name, shape);
    const left = matrix('f/l', [rows, terms], transposed === 'left');
    const right = matrix('f/r', [terms, columns], transposed === 'right');
    builder.output(y, builder.add(builder.matmul(left, right), builder.parameter('f/b', [columns])));
    const program = builder.finish();
    const random = uniformNumbers(rows + terms + columns);
    const parameters = new Map(
      program.values.flatMap(({ operation }) =>
        operation.primitive === 'parameter'
          ? [
              [
                operation.key,
                tensorOf(operation.shape as number[], () => Math.fround(random() - 0.5)),
              ] as const,
            ]
          : [],
      ),
    );
    const feeds = { batch: 1, inputs: new Map(), parameters, settings: new Map() };
    expectClose(runCompiled(program, feeds).outputs.get(y), evaluate(program, feeds).get(y), 4, 'product');
    expect(guardedWords(program, feeds, 'product')).toBeGreaterThan(0);
    expect(guardedWords(program, feeds, 'product, halved', halved)).toBeGreaterThan(0);
  });
});

describe('rows', () => {
  const sizes = [1, 2, 3, 4, 5, 7, 10, 13, 33, 64, 65];
  const cases = sizes.flatMap((width) => [1, 3, 4, 9, 64].map((batch) => [width, batch] as const));

  test.each(cases)('softmax of %i classes, its loss and gradient, of %i rows', (width, batch) => {
    const builder = new Builder();
    const x = builder.input('x', ['N', width]);
    const hot = builder.oneHot(builder.input('label', ['N']), width, 1);
    const shifted = builder.subtract(x, builder.reduce('max', x, [1]));
    const logs = builder.subtract(shifted, builder.reduce('logSumExp', shifted, [1]));
    const picked = builder.sum(builder.select(hot, logs, builder.constant(0)), [1]);
    const mean = builder.divide(builder.sum(picked, [0, 1]), builder.size(['N']));
    builder.output(y, mean);
    const gradient = builder.subtract(builder.exp(logs), hot);
    builder.output(outputKey('gradient', 'f', 'x'), gradient);
    builder.output(outputKey('gradient', 'f', 'b'), builder.sum(gradient, [0]));
    builder.output(outputKey('value', 'f', 'of x'), builder.reduce('logSumExp', x, [1]));
    const numbers = uniformNumbers(width * 100 + batch);
    const inputs = new Map([
      ['x', tensorOf([batch, width], () => Math.fround(40 * numbers() - 20))],
      ['label', tensorOf([batch], () => Math.floor(numbers() * width))],
    ]);
    const feeds = { batch, inputs, parameters: new Map(), settings: new Map() };
    const program = builder.finish();
    const expected = evaluate(program, feeds);
    const { outputs } = runCompiled(program, feeds);
    for (const [key, wanted] of expected) expectClose(outputs.get(key), wanted, 20, key);
    expect(guardedWords(program, feeds, 'rows')).toBeGreaterThan(0);
    expect(guardedWords(program, feeds, 'rows, halved', halved)).toBeGreaterThan(0);
  });

  test.each([1, 3, 4])('a column read out of %i rows is not computed among them', (batch) => {
    const builder = new Builder();
    const x = builder.input('x', ['N', 3]);
    const shifted = builder.subtract(x, builder.reduce('max', x, [1]));
    const shares = builder.subtract(shifted, builder.reduce('logSumExp', shifted, [1]));
    const key = (name: string): OutputKey => outputKey('value', 'f', name);
    for (const column of [0, 1, 2]) {
      const read = builder.slice(shares, 1, column, column + 1);
      builder.output(key(`column ${column}`), builder.unary('exp', read));
      builder.output(key(`slice ${column}`), read);
    }
    builder.output(key('rows'), shares);
    const numbers = uniformNumbers(batch);
    const inputs = new Map([['x', tensorOf([batch, 3], () => Math.fround(4 * numbers() - 2))]]);
    const feeds = { batch, inputs, parameters: new Map(), settings: new Map() };
    const program = builder.finish();
    const { outputs } = runCompiled(program, feeds);
    for (const [name, wanted] of evaluate(program, feeds)) expectClose(outputs.get(name), wanted, 20, name);
  });
});

describe('random programs', () => {
  test('agree with the reference on values and updates, over odd shapes and batches', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), (seed) => agrees(seed)),
      { numRuns: 300, seed: 20_260 },
    );
  }, 120_000);

  test('are valid modules, 2,000 of them', () => {
    let valid = 0;
    for (let seed = 1; seed <= 2000; seed += 1) {
      const { program, feeds } = randomCase(seed);
      const swapped = chooseSwappedLeaves(program);
      const plan = schedule(program, [...program.outputs.keys()], feeds.batch, swapped);
      if (WebAssembly.validate(compile(plan, mapMemory([program], swapped)).bytes)) valid += 1;
    }
    expect(valid).toBe(2000);
  }, 120_000);

  test('store nothing outside their buffers', () => {
    let guarded = 0;
    for (let seed = 1; seed <= 150; seed += 1) {
      const { program, feeds } = randomCase(seed);
      guarded += guardedWords(program, feeds, `seed ${seed}`);
    }
    expect(guarded).toBeGreaterThan(10_000);
  }, 120_000);

  test('in the halves of two workers give the same bits, and store nothing outside their buffers', () => {
    let guarded = 0;
    for (let seed = 2001; seed <= 2080; seed += 1) {
      const { program, feeds } = randomCase(seed);
      const whole = runCompiled(program, feeds).outputs;
      expect(runCompiled(program, feeds, undefined, halved).outputs, `seed ${seed}`).toEqual(whole);
      guarded += guardedWords(program, feeds, `seed ${seed}, halved`, halved);
    }
    expect(guarded).toBeGreaterThan(10_000);
  }, 120_000);
});
