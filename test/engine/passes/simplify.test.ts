import { describe, expect, test } from 'vitest';
import { rules, simplify } from '../../../engine/passes/simplify.ts';
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
