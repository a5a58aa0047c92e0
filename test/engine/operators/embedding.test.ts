import { expect, test } from 'vitest';
import { embedding } from '../../../engine/operators/embedding.ts';
import type { Sample } from '../../../engine/operators/operator.ts';
import { differentiate } from '../../../engine/passes/differentiate.ts';
import { simplify } from '../../../engine/passes/simplify.ts';
import { evaluate } from '../../../engine/program/evaluate/evaluate.ts';
import { outputKey } from '../../../engine/program/program.ts';
import { sampleProgram } from './sample-network.ts';

test('an embedding gives its padding row no gradient', () => {
  const inputs: Sample['inputs'] = new Map([
    ['input', [{ shape: ['N', 4], values: { kind: 'classes', classes: 3 } }]],
  ]);
  const gradient = (padding_idx: number | null): Float64Array | undefined => {
    const attributes = { num_embeddings: 3, embedding_dim: 2, padding_idx };
    const { program, feeds } = sampleProgram(embedding, { attributes, inputs });
    const key = outputKey('parameterGradient', 'node', 'weight');
    return evaluate(simplify(differentiate(program)), feeds, [key]).get(key)?.data;
  };
  const [all, padded] = [gradient(null), gradient(-2)];
  if (all === undefined || padded === undefined) throw new Error('there are gradients');
  expect(all.every((value) => value > 0)).toBe(true);
  expect([...padded]).toEqual([all[0], all[1], 0, 0, all[4], all[5]]);
});

test('more classes than vectors, and a padding row outside the table, are refused', () => {
  const inputs = new Map([['input', [{ shape: ['N'], carries: 'classes', classes: 5 }]]] as const);
  const infer = (num_embeddings: number, padding_idx: number | null) =>
    embedding.infer({ attributes: { num_embeddings, embedding_dim: 2, padding_idx }, inputs });
  expect(infer(4, null)).toMatchObject({ ok: false, at: 'input', fix: { value: 5 } });
  expect(infer(5, 5)).toMatchObject({ ok: false, at: 'padding_idx' });
  expect(infer(5, -6)).toMatchObject({ ok: false, at: 'padding_idx' });
  const fitting = infer(5, -5);
  expect(fitting.ok && fitting.parameters[0]?.initial).toEqual({
    kind: 'normal',
    mean: 0,
    std: 1,
    zeroRow: 0,
  });
});
