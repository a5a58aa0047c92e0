import { expect, test } from 'vitest';
import { detach } from '../../../engine/operators/detach.ts';
import { differentiate } from '../../../engine/passes/differentiate.ts';
import { evaluate } from '../../../engine/program/evaluate/evaluate.ts';
import { outputKey } from '../../../engine/program/program.ts';
import { sampleBatch, sampleProgram } from './sample-network.ts';

test('no gradient goes back through Detach', () => {
  const [sample] = detach.samples;
  if (sample === undefined) throw new Error('there is a sample');
  const { program, feeds } = sampleProgram(detach, sample);
  const derived = differentiate(program);
  expect(derived.outputs.has(outputKey('gradient', 'node', 'output'))).toBe(false);
  expect(derived.outputs.has(outputKey('gradient', 'input_0', 'output'))).toBe(false);
  expect(evaluate(derived, feeds).get(outputKey('value', 'node', 'output'))?.shape).toEqual([sampleBatch, 4]);
});
