import { describe, expect, test } from 'vitest';
import { describeComponent } from '../../../engine/notation/component.ts';
import { type Expression, symbol } from '../../../engine/notation/expression.ts';
import { hasMark, localDerivative, upstreamMark } from '../../../engine/notation/jacobian.ts';
import { namingOf } from '../../../engine/notation/visible.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import { differentiate } from '../../../engine/passes/differentiate.ts';
import { simplify } from '../../../engine/passes/simplify.ts';
import { evaluate, evaluateValues } from '../../../engine/program/evaluate/evaluate.ts';
import { parseOutputKey, type ValueId, valueAt } from '../../../engine/program/program.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import { sampleProgram } from '../operators/sample-network.ts';
import { elementValue } from './element-value.ts';

/** Every place of a shape, as the indices of axes that have more than one. */
function places(shape: readonly number[]): readonly (readonly number[])[] {
  return shape
    .filter((size) => size !== 1)
    .reduce<readonly (readonly number[])[]>(
      (all, size) => all.flatMap((place) => Array.from({ length: size }, (_, index) => [...place, index])),
      [[]],
    );
}

const largestShare = 3000;

/**
 * Σ over the elements of z of ∂L/∂z · ∂z/∂x, with the derivative as it is written, is what the program gives for
 * ∂L/∂x. The weights of the sample's loss are ∂L/∂z.
 */
describe('the local derivative times what comes from above is the gradient', () => {
  const single = operators.filter(({ outputs }) => outputs.length === 1);
  let written = 0;

  test.each(single.map((operator) => [operator.name, operator] as const))('%s', (_, operator) => {
    for (const sample of operator.samples) {
      const { program, feeds } = sampleProgram(operator, sample);
      const derived = simplify(differentiate(program));
      const names = new Map<ValueId, Expression>();
      const tensors = new Map<string, Tensor>();
      let upstream: ValueId | undefined;
      derived.values.forEach(({ operation, shape }, id) => {
        if (!['input', 'parameter', 'state', 'random'].includes(operation.primitive)) return;
        const key = 'key' in operation ? operation.key : `random ${id}`;
        if (key.startsWith('weights of ')) upstream = id;
        names.set(id, key.startsWith('weights of ') ? upstreamMark : symbol(key, { shape, node: 'leaf' }));
        tensors.set(key, evaluateValues(derived, [id], feeds).get(id) as Tensor);
      });
      if (upstream === undefined) continue;
      const above = evaluateValues(derived, [upstream], feeds).get(upstream) as Tensor;
      const keys = [...derived.outputs.keys()].filter((key) => {
        const { role, node } = parseOutputKey(key);
        return role === 'parameterGradient' || (node === 'node' && role === 'gradient');
      });
      for (const [key, gradient] of evaluate(derived, feeds, keys)) {
        const id = derived.outputs.get(key) as ValueId;
        if (names.has(id) || gradient.data.length * above.data.length > largestShare) continue;
        const read = describeComponent(derived, id, namingOf(derived, names));
        if (read.definitions.some(hasMark)) continue;
        const local = localDerivative(read.expression, read.indices, valueAt(derived, upstream).shape);
        if (local === undefined) continue;
        written += 1;
        const letterAt = (indices: readonly Expression[], place: readonly number[]) =>
          indices.map(
            (index, axis) => [index.kind === 'symbol' ? index.name : '', place[axis] ?? 0] as const,
          );
        places(gradient.shape).forEach((at, number) => {
          let total = 0;
          places(above.shape).forEach((over, from) => {
            const free = new Map(letterAt(read.indices, at));
            // Where output and input share a letter, other entries are 0.
            const own = letterAt(local.over, over);
            if (own.some(([letter, value]) => free.has(letter) && free.get(letter) !== value)) return;
            total +=
              (above.data[from] as number) *
              elementValue(local.expression, {
                batch: feeds.batch,
                letters: new Map([...free, ...own]),
                definitions: read.definitions,
                tensorOf: (name) => (name.kind === 'symbol' ? tensors.get(name.name) : undefined),
              });
          });
          const expected = gradient.data[number] as number;
          expect(Math.abs(total - expected), `${key} of ${JSON.stringify(sample.attributes)}`).toBeLessThan(
            1e-9 * Math.max(1, Math.abs(expected)),
          );
        });
      }
    }
  });

  test('nearly all have one', () => {
    expect(written).toBeGreaterThan(100);
  });
});
