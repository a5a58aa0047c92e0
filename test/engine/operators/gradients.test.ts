import { describe, expect, test } from 'vitest';
import { operators } from '../../../engine/operators/catalogue.ts';
import { differentiate } from '../../../engine/passes/differentiate.ts';
import { simplify } from '../../../engine/passes/simplify.ts';
import { evaluate, type Feeds } from '../../../engine/program/evaluate/evaluate.ts';
import { type Program, parameterKey, parseOutputKey, totalLossKey } from '../../../engine/program/program.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import { sampleProgram } from './sample-network.ts';

const step = 1e-5;

function lossWith(program: Program, feeds: Feeds, key: string, index: number, by: number): number {
  const moved = (map: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> => {
    const tensor = map.get(key);
    if (tensor === undefined) return map;
    const data = tensor.data.slice();
    data[index] = (data[index] as number) + by;
    return new Map([...map, [key, { shape: tensor.shape, data }]]);
  };
  const at = { ...feeds, inputs: moved(feeds.inputs), parameters: moved(feeds.parameters) };
  return evaluate(program, at, [totalLossKey]).get(totalLossKey)?.data[0] ?? Number.NaN;
}

/** Every gradient that the program gives of a leaf, against central differences; the largest relative error. */
function largestError(forward: Program, derived: Program, feeds: Feeds): { error: number; compared: number } {
  let error = 0;
  let compared = 0;
  for (const [outputKey, tensor] of evaluate(derived, feeds)) {
    const { role, node, name } = parseOutputKey(outputKey);
    const isLeaf =
      (role === 'gradient' && name === 'output' && node !== 'node') || role === 'parameterGradient';
    if (!isLeaf) continue;
    const leaf = role === 'parameterGradient' ? parameterKey(node, name) : node;
    tensor.data.forEach((value, index) => {
      const plus = lossWith(forward, feeds, leaf, index, step);
      const minus = lossWith(forward, feeds, leaf, index, -step);
      const numeric = (plus - minus) / (2 * step);
      error = Math.max(error, Math.abs(value - numeric) / Math.max(1, Math.abs(numeric)));
      compared += 1;
    });
  }
  return { error, compared };
}

describe.each(operators.map((operator) => [operator.name, operator] as const))('%s', (_, operator) => {
  test('declares samples', () => {
    expect(operator.samples.length).toBeGreaterThan(0);
  });

  const cases = operator.samples.flatMap((sample, index) =>
    (['train', 'evaluate'] as const).map((mode) => [index, mode, sample] as const),
  );
  test.each(cases)(
    'sample %i, %s: derived and simplified gradients agree with central differences',
    (_index, mode, sample) => {
      const { program, feeds } = sampleProgram(operator, sample, mode);
      const derived = differentiate(program);
      const raw = largestError(program, derived, feeds);
      const simplified = largestError(program, simplify(derived), feeds);
      expect(raw.error).toBeLessThan(1e-6);
      expect(simplified.error).toBeLessThan(1e-6);
      if (operator.category !== 'data' && operator.name !== 'Detach') {
        expect(simplified.compared).toBeGreaterThan(0);
      }
    },
  );
});
