import { describe, expect, test } from 'vitest';
import { deriveProgram } from '../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { rules, simplify, traceSimplify } from '../../../engine/passes/simplify.ts';
import { Builder } from '../../../engine/program/builder.ts';
import { evaluate } from '../../../engine/program/evaluate/evaluate.ts';
import { outputKey, type Program } from '../../../engine/program/program.ts';
import { elementCount, type Tensor, tensorOf } from '../../../engine/program/tensor.ts';
import { uniformNumbers } from '../operators/sample-network.ts';

const result = outputKey('value', '', '');

/** Feeds every parameter leaf with numbers from (0.1, 0.9). */
function parametersOf(program: Program, seed: number): ReadonlyMap<string, Tensor> {
  const random = uniformNumbers(seed);
  const parameters = new Map<string, Tensor>();
  for (const { operation } of program.values) {
    if (operation.primitive !== 'parameter') continue;
    const shape = operation.shape as readonly number[];
    parameters.set(
      operation.key,
      tensorOf(
        shape,
        Array.from({ length: elementCount(shape) }, () => 0.1 + 0.8 * random()),
      ),
    );
  }
  return parameters;
}

const run = (program: Program, parameters: ReadonlyMap<string, Tensor>): Tensor =>
  evaluate(program, { batch: 3, inputs: new Map(), parameters, settings: new Map() }).get(result) as Tensor;

describe.each(rules.map((rule) => [rule.name, rule] as const))('rule %s', (_, rule) => {
  const builder = new Builder();
  const samples = rule.samples(builder);

  test('has samples and a statement', () => {
    expect(samples.length).toBeGreaterThan(0);
    expect(rule.statement.length).toBeGreaterThan(8);
  });

  test.each(samples.map((id, index) => [index, id] as const))(
    'sample %i: applies, and both sides agree',
    (_index, id) => {
      const program: Program = { values: builder.values, outputs: new Map([[result, id]]) };
      const rewritten = simplify(program, [rule]);
      const whole = simplify(program);
      expect(JSON.stringify(rewritten.values)).not.toBe(JSON.stringify(simplify(program, []).values));
      for (const seed of [1, 2, 3]) {
        const parameters = parametersOf(program, seed);
        const expected = run(program, parameters);
        for (const simplified of [rewritten, whole]) {
          const found = run(simplified, parameters);
          expect(found.shape).toEqual(expected.shape);
          found.data.forEach((value, index) => {
            const reference = expected.data[index] as number;
            expect(Math.abs(value - reference)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(reference)));
          });
        }
      }
    },
  );
});

describe('the account of simplifying', () => {
  const documents = templates.map(({ title, document }) => [title, document] as const);

  test.each(documents)(
    '%s: it ends in the same program, and every step keeps what it rewrites',
    (_, document) => {
      const program = deriveProgram(checkGraph(document));
      const trace = traceSimplify(program);
      expect(trace.program).toEqual(simplify(program));
      expect(trace.became).toHaveLength(program.values.length);
      for (const [id, steps] of trace.steps) {
        expect(steps[0]?.depth, `value ${id}`).toBe(0);
        steps.forEach(({ before, after, depth }, index) => {
          expect(trace.all.values[after]?.shape).toEqual(trace.all.values[before]?.shape);
          expect(depth).toBeLessThanOrEqual((steps[index - 1]?.depth ?? -1) + 1);
        });
        // What the last rule at the outermost level made is what stands for the value, or is rewritten no further.
        expect(steps.filter(({ depth }) => depth === 0).at(-1)?.after).toBe(trace.became[id]);
      }
    },
  );

  test('a rule within a rule stands after it and one level deeper', () => {
    const builder = new Builder();
    const x = builder.parameter('x', [3, 2]);
    const y = builder.parameter('y', [3, 4]);
    const id = builder.transposeMatrix(builder.matmul(builder.transposeMatrix(x), y));
    builder.output(result, id);
    const { steps } = traceSimplify(builder.finish());
    expect(steps.get(id)?.map(({ rule, depth }) => `${depth} ${rule.name}`)).toEqual([
      '0 transpose-of-product',
      '1 transpose-twice',
    ]);
  });
});
