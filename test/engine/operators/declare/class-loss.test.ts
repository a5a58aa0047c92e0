import { describe, expect, test } from 'vitest';
import { findOperator } from '../../../../engine/operators/catalogue.ts';
import type { Attributes, Sample } from '../../../../engine/operators/operator.ts';
import { differentiate } from '../../../../engine/passes/differentiate.ts';
import { simplify } from '../../../../engine/passes/simplify.ts';
import { evaluate } from '../../../../engine/program/evaluate/evaluate.ts';
import { outputKey } from '../../../../engine/program/program.ts';
import type { Tensor } from '../../../../engine/program/tensor.ts';
import { sampleProgram } from '../sample-network.ts';

const scores: Sample['inputs'] = new Map([
  ['input', [{ shape: ['N', 3], values: { kind: 'uniform', from: -2, to: 0 } }]],
  ['target', [{ shape: ['N'], values: { kind: 'classes', classes: 3 } }]],
]);

/** The loss per sample and its gradient by row, with the second label replaced. */
function withSecondLabel(name: string, attributes: Attributes, label: number): readonly [Tensor, Tensor] {
  const operator = findOperator(name);
  if (operator === undefined) throw new Error(`there is no ${name}`);
  const { program, feeds } = sampleProgram(operator, { attributes, inputs: scores });
  const target = feeds.inputs.get('target_0');
  if (target === undefined) throw new Error('there is a target');
  const data = target.data.map((each, row) => (row === 1 ? label : each));
  const found = evaluate(simplify(differentiate(program)), {
    ...feeds,
    inputs: new Map([...feeds.inputs, ['target_0', { shape: target.shape, data }]]),
  });
  const at = (role: 'value' | 'gradient', node: string): Tensor => {
    const tensor = found.get(outputKey(role, node, 'output'));
    if (tensor === undefined) throw new Error(`${node} has no ${role}`);
    return tensor;
  };
  return [at('value', 'node'), at('gradient', 'input_0')];
}

const losses = ['CrossEntropyLoss', 'NLLLoss', 'MultiMarginLoss'];

describe.each(losses)('%s', (name) => {
  test.each([3, -1, 0.5, -100])(
    'a label of %s is no class: its loss is NaN, not a number that trains',
    (label) => {
      const [values] = withSecondLabel(name, { reduction: 'none' }, label);
      expect([...values.data].map(Number.isNaN)).toEqual([false, true, false, false, false]);
      const [mean] = withSecondLabel(name, { reduction: 'mean' }, label);
      expect(mean.data).toEqual(Float64Array.of(Number.NaN));
    },
  );
});

test.each(['CrossEntropyLoss', 'NLLLoss'])(
  '%s leaves ignored labels out of the loss, the gradient and the mean',
  (name) => {
    const attributes = { ignore_index: -100, weight: [0.5, 1, 2] };
    const [values, gradient] = withSecondLabel(name, { ...attributes, reduction: 'none' }, -100);
    expect(Math.abs(values.data[1] as number)).toBe(0);
    expect([...gradient.data.slice(3, 6)].map(Math.abs)).toEqual([0, 0, 0]);
    const [sum] = withSecondLabel(name, { ...attributes, reduction: 'sum' }, -100);
    const [mean] = withSecondLabel(name, { ...attributes, reduction: 'mean' }, -100);
    expect(mean.data[0]).toBeLessThan(sum.data[0] as number);
    expect(sum.data[0]).toBeCloseTo(
      values.data.reduce((total, value) => total + value),
      12,
    );
  },
);

test('weights must be as many as classes, or as features', () => {
  const type = (shape: readonly ['N', ...number[]], carries: 'numbers' | 'classes') => [{ shape, carries }];
  const fault = (name: string, attribute: string, target: 'numbers' | 'classes') =>
    findOperator(name)?.infer({
      attributes: { [attribute]: [1, 2] },
      inputs: new Map([
        ['input', type(['N', 3], 'numbers')],
        ['target', type(target === 'classes' ? ['N'] : ['N', 3], target)],
      ]),
    });
  for (const name of losses)
    expect(fault(name, 'weight', 'classes')).toMatchObject({ ok: false, at: 'weight' });
  expect(fault('BCELoss', 'weight', 'numbers')).toMatchObject({ ok: false, at: 'weight' });
  expect(fault('BCEWithLogitsLoss', 'pos_weight', 'numbers')).toMatchObject({ ok: false, at: 'pos_weight' });
});

test('classes lie along axis 1 of images too, but not for MultiMarginLoss, whose PyTorch takes matrices only', () => {
  const inference = (name: string) =>
    findOperator(name)?.infer({
      attributes: {},
      inputs: new Map([
        ['input', [{ shape: ['N', 3, 5], carries: 'numbers' }]],
        ['target', [{ shape: ['N', 5], carries: 'classes' }]],
      ]),
    });
  expect(losses.map((name) => inference(name)?.ok)).toEqual([true, true, false]);
  expect(inference('MultiMarginLoss')).toMatchObject({
    at: 'input',
    message: expect.stringContaining('N×3×5'),
  });
});
