import { describe, expect, test } from 'vitest';
import {
  buildBothPrograms,
  buildEvaluationProgram,
  buildProgram,
} from '../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { schedule } from '../../../engine/passes/schedule.ts';
import type { UpdateContext, UpdateStep } from '../../../engine/passes/update.ts';
import { evaluate } from '../../../engine/program/evaluate/evaluate.ts';
import {
  isUpdate,
  outputKey,
  type Program,
  parseOutputKey,
  totalLossKey,
} from '../../../engine/program/program.ts';
import { tensorOf } from '../../../engine/program/tensor.ts';
import { draw } from './drawing.ts';

test('several losses add up to the total, each times its weight; one kept apart stays out', () => {
  const document = draw(
    'x:Input{shape:[2]} -> a:MSELoss{total_weight:0.3}; x -> b:L1Loss; x -> c:MSELoss{reduction:"none"}',
    'y:Target{kind:"real",features:2} -> a.target; y -> b.target; y -> c.target',
  );
  const program = buildProgram(checkGraph(document));
  const outputs = evaluate(program, {
    batch: 2,
    inputs: new Map([
      ['x', tensorOf([2, 2], [1, 2, 3, 4])],
      ['y', tensorOf([2, 2], [0, 1, 1, 2])],
    ]),
    parameters: new Map(),
    settings: new Map(),
  });
  const loss = (node: string): number =>
    outputs.get(outputKey('loss', node, 'output'))?.data[0] ?? Number.NaN;
  expect(outputs.get(totalLossKey)?.data[0]).toBeCloseTo(0.3 * loss('a') + loss('b'), 12);
  expect(outputs.has(outputKey('loss', 'c', 'output'))).toBe(false);
});

describe('modes', () => {
  const checked = checkGraph(
    draw(
      'x:Input{shape:[2]} -> a:Dropout -> s:Add; x -> b:Dropout{p:0} -> c:AlphaDropout -> s -> bn:BatchNorm1d -> loss:MSELoss',
      'y:Target{kind:"real",features:2} -> loss.target',
    ),
  );
  const [training, evaluation] = [buildProgram(checked), buildEvaluationProgram(checked)];
  const keysOf = ({ outputs }: Program, role: string): readonly string[] =>
    [...outputs.keys()].filter((key) => parseOutputKey(key).role === role);

  test('each place that draws has a stream of its own, in the order of the nodes; evaluation draws nothing', () => {
    const streams = ({ values }: Program) =>
      values.flatMap(({ operation, origin }) =>
        operation.primitive === 'random' ? [[origin?.node, operation.stream]] : [],
      );
    expect(streams(training)).toEqual([
      ['a', 0],
      ['c', 1],
    ]);
    expect(streams(evaluation)).toEqual([]);
  });

  test('buffers are there in both, and change in training only', () => {
    const buffers = ['running_mean', 'running_var', 'num_batches_tracked'];
    for (const program of [training, evaluation]) {
      expect(keysOf(program, 'buffer')).toEqual(buffers.map((name) => `buffer bn ${name}`));
    }
    expect([...keysOf(training, 'stateUpdate')].sort()).toEqual(
      buffers.map((name) => `stateUpdate bn ${name}`).sort(),
    );
    expect(keysOf(evaluation, 'stateUpdate')).toEqual([]);
  });

  test('evaluation has the gradients that training has', () => {
    for (const role of ['gradient', 'parameterGradient']) {
      expect(keysOf(evaluation, role)).toEqual(keysOf(training, role));
    }
    expect(keysOf(evaluation, 'parameterGradient')).toEqual([
      'parameterGradient bn weight',
      'parameterGradient bn bias',
    ]);
  });

  const step = ({ builder, parameter, gradient, setting }: UpdateContext): UpdateStep => ({
    parameter: builder.subtract(parameter, builder.multiply(setting('learningRate'), gradient)),
  });

  test('are one program where no node depends on them, from which the same is computed', () => {
    const plain = draw(
      'x:Input{shape:[2]} -> fc:Linear{out_features:3} -> h:Tanh -> bn:LayerNorm -> loss:MSELoss',
      'y:Target{kind:"real",features:3} -> loss.target',
    );
    const graph = checkGraph(plain);
    const both = buildBothPrograms(graph, step);
    const predicts = both.evaluation();
    expect(predicts).toBe(both.training);
    const alone = buildEvaluationProgram(graph);
    expect([...predicts.outputs.keys()].filter((key) => !isUpdate(key))).toEqual([...alone.outputs.keys()]);
    const [shared, own] = [predicts, alone].map(
      (program) => schedule(program, [...alone.outputs.keys()], 4, new Set()).program,
    );
    expect([shared?.values, shared?.outputs]).toEqual([own?.values, own?.outputs]);
  });

  test('are two programs where a node depends on them', () => {
    const { training: learns, evaluation: predicts } = buildBothPrograms(checked, step);
    expect(learns).toEqual(buildProgram(checked, step));
    expect(predicts()).toEqual(evaluation);
    expect(predicts()).toBe(predicts());
  });
});

test('a chain of 10,000 nodes becomes a program in which every one of them has its gradient', () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `s${index}`);
  const chain = names.map((name) => ` -> ${name}:Tanh`).join('');
  const document = draw(
    `x:Input{shape:[2]}${chain} -> loss:MSELoss`,
    'y:Target{kind:"real",features:2} -> loss.target',
  );
  const { outputs } = buildProgram(checkGraph(document));
  expect(names.filter((name) => !outputs.has(outputKey('gradient', name, 'output')))).toEqual([]);
});
