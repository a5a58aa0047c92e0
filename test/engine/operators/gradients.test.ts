import { describe, expect, test } from 'vitest';
import { operators } from '../../../engine/operators/catalogue.ts';
import { differentiate } from '../../../engine/passes/differentiate.ts';
import { simplify } from '../../../engine/passes/simplify.ts';
import { centralDifferences } from '../../../engine/program/evaluate/central-differences.ts';
import { evaluate, type Feeds } from '../../../engine/program/evaluate/evaluate.ts';
import {
  outputKey as keyOf,
  type Program,
  parseOutputKey,
  totalLossKey,
  type ValueId,
} from '../../../engine/program/program.ts';
import { sampleBatch, sampleProgram, takesStatistics } from './sample-network.ts';

/** Of one row, of two, and different from every width in the samples. */
const batches = [1, 2, sampleBatch];

/**
 * Every gradient that the program gives of a leaf, element by element against central differences: the largest error,
 * relative to the larger of both and to no less than a thousandth of the loss (or of 1).
 */
function largestError(
  forward: Program,
  derived: Program,
  feeds: Feeds,
): { readonly error: number; readonly compared: number; readonly kinks: number } {
  const differences = centralDifferences(forward, feeds, totalLossKey);
  const floor = 1e-3 * Math.max(1, Math.abs(differences.at));
  let [error, compared, kinks] = [0, 0, 0];
  for (const [outputKey, tensor] of evaluate(derived, feeds)) {
    const { role, node, name } = parseOutputKey(outputKey);
    if (role !== 'gradient' && role !== 'parameterGradient') continue;
    const id = forward.outputs.get(keyOf(role === 'gradient' ? 'value' : 'parameter', node, name)) as ValueId;
    for (const [index, value] of tensor.data.entries()) {
      const numeric = differences.along(
        id,
        tensor.data.map((_, at) => (at === index ? 1 : 0)),
      );
      if (!numeric.smooth) {
        kinks += 1;
        continue;
      }
      const scale = Math.max(floor, Math.abs(value), Math.abs(numeric.value));
      const off = Math.abs(value - numeric.value) / scale;
      error = off <= error ? error : off;
      compared += 1;
    }
  }
  return { error, compared, kinks };
}

describe.each(operators.map((operator) => [operator.name, operator] as const))('%s', (_, operator) => {
  test('declares samples', () => {
    expect(operator.samples.length).toBeGreaterThan(0);
  });

  const cases = operator.samples.flatMap((sample, index) =>
    batches.flatMap((batch) =>
      (['train', 'evaluate'] as const).map((mode) => [index, mode, batch, sample] as const),
    ),
  );
  test.each(cases)(
    'sample %i, %s, batch %i: derived and simplified gradients agree with central differences',
    (_index, mode, batch, sample) => {
      if (mode === 'train' && takesStatistics(operator, sample, batch) === 1) return;
      const { program, feeds } = sampleProgram(operator, sample, mode, batch);
      const derived = differentiate(program);
      const raw = largestError(program, derived, feeds);
      const simplified = largestError(program, simplify(derived), feeds);
      expect(raw.error).toBeLessThan(1e-6);
      expect(simplified.error).toBeLessThan(1e-6);
      expect(raw.kinks).toBe(0);
      if (operator.category !== 'data' && operator.name !== 'Detach') {
        expect(simplified.compared).toBeGreaterThan(0);
      }
    },
  );
});
