import { describe, expect, test } from 'vitest';
import { chooseSwappedLeaves } from '../../../../engine/passes/schedule/choose-layouts.ts';
import { schedule } from '../../../../engine/passes/schedule.ts';
import { Builder } from '../../../../engine/program/builder.ts';
import { evaluate, type Feeds } from '../../../../engine/program/evaluate/evaluate.ts';
import { outputKey, type Program } from '../../../../engine/program/program.ts';
import { bindShape } from '../../../../engine/program/shape.ts';
import { runCompiled } from '../../../../engine/wasm/run-compiled.ts';
import { uniformNumbers } from '../../operators/sample-network.ts';
import { expectClose, guardedWords, halved, tensorOf } from '../agreement.ts';

const y = outputKey('value', 'f', 'y');

describe('rows picked by label', () => {
  const sizes: readonly (readonly [batch: number, classes: number, columns: number])[] = [
    [1, 2, 1],
    [1, 5, 17],
    [3, 2, 4],
    [7, 4, 1],
    [8, 17, 3],
    [17, 3, 40],
    [64, 300, 33],
  ];
  const cases = sizes.flatMap((size) => [false, true].map((swapped) => [...size, swapped] as const));
  const [table, next] = [outputKey('value', 'f', 'table'), outputKey('update', 'f', 't')];

  /** Looks rows up, as much as a bias beside them, and learns by the sum of those of each label; another product may have the table swapped. */
  function lookups(classes: number, columns: number, isSwapped: boolean): Program {
    const builder = new Builder();
    const unitRows = builder.oneHot(builder.input('label', ['N']), classes, 1);
    const of = builder.parameter('f/t', [classes, columns]);
    builder.output(y, builder.add(builder.matmul(unitRows, of), builder.parameter('f/b', [columns])));
    const collected = builder.matmul(builder.transposeMatrix(unitRows), builder.input('g', ['N', columns]));
    builder.output(table, collected);
    builder.output(next, builder.subtract(of, builder.multiply(builder.constant(0.5), collected)));
    if (isSwapped) {
      const read = builder.matmul(builder.parameter('f/r', [3, columns]), builder.transposeMatrix(of));
      builder.output(outputKey('value', 'f', 'read'), read);
    }
    return builder.finish();
  }

  function feedsFor(program: Program, batch: number, classes: number): Feeds {
    const random = uniformNumbers(batch + classes);
    const drawn = (kind: 'input' | 'parameter') =>
      new Map(
        program.values.flatMap(({ operation }) => {
          if (operation.primitive !== kind) return [];
          const next = (): number =>
            operation.key === 'label' ? Math.floor(random() * classes) : Math.fround(random() - 0.5);
          return [[operation.key, tensorOf(bindShape(operation.shape, batch), next)] as const];
        }),
      );
    return { batch, inputs: drawn('input'), parameters: drawn('parameter'), settings: new Map() };
  }

  function expectAlike(program: Program, feeds: Feeds): void {
    const { outputs } = runCompiled(program, feeds);
    for (const [key, wanted] of evaluate(program, feeds)) expectClose(outputs.get(key), wanted, 4, key);
  }

  test.each(cases)(
    '%i labels of %i classes, %i columns, table swapped: %s',
    (batch, classes, columns, isSwapped) => {
      const program = lookups(classes, columns, isSwapped);
      const feeds = feedsFor(program, batch, classes);
      expectAlike(program, feeds);
      expect(guardedWords(program, feeds, 'lookup')).toBeGreaterThan(0);
      expect(guardedWords(program, feeds, 'lookup, halved', halved)).toBeGreaterThan(0);
      const swapped = chooseSwappedLeaves(program);
      const { kernels } = schedule(program, [...program.outputs.keys()], batch, swapped);
      expect(kernels.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['gather', 'scatter']));
    },
  );

  test('what is not picked does not count, though it is infinite', () => {
    const program = lookups(4, 5, false);
    const feeds = feedsFor(program, 3, 4);
    feeds.inputs.get('label')?.data.set([2, 0, 2]);
    feeds.parameters.get('f/t')?.data.set([Number.POSITIVE_INFINITY, Number.NaN], 5);
    feeds.inputs.get('g')?.data.set([Number.NEGATIVE_INFINITY, Number.NaN]);
    expectAlike(program, feeds);
    const { outputs } = runCompiled(program, feeds);
    expect([...(outputs.get(y)?.data ?? [])].every(Number.isFinite)).toBe(true);
    const wrong = [...(outputs.get(table)?.data ?? [])].flatMap((value, at) =>
      Number.isFinite(value) ? [] : [at],
    );
    expect(wrong).toEqual([10, 11]);
  });

  test.each([-1, 4, 0.5, Number.NaN])(
    'the label %d of four classes makes its row and all sums NaN',
    (label) => {
      const program = lookups(4, 5, false);
      const feeds = feedsFor(program, 3, 4);
      feeds.inputs.get('label')?.data.set([2, label, 2]);
      expectAlike(program, feeds);
      const { outputs } = runCompiled(program, feeds);
      expect([...(outputs.get(y)?.data ?? [])].map(Number.isNaN)).toEqual(
        Array.from({ length: 15 }, (_, at) => at >= 5 && at < 10),
      );
      expect([...(outputs.get(table)?.data ?? [])].every(Number.isNaN)).toBe(true);
    },
  );
});
