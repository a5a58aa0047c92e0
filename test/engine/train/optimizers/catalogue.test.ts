import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { emptyDocument, type GraphDocument } from '../../../../engine/graph/document.ts';
import { learningRateSetting, stepSetting } from '../../../../engine/passes/update.ts';
import { evaluate } from '../../../../engine/program/evaluate/evaluate.ts';
import { parameterKey, parseOutputKey, totalLossKey } from '../../../../engine/program/program.ts';
import { type Tensor, tensorOf } from '../../../../engine/program/tensor.ts';
import { chooseOptimizer } from '../../../../engine/train/choose-optimizer.ts';
import { optimizers } from '../../../../engine/train/optimizers/catalogue.ts';
import type { OptimizerValue } from '../../../../engine/train/optimizers/optimizer.ts';
import { startingStates } from '../../../../engine/train/optimizers/states.ts';
import { trainingProgram } from '../../../../engine/train/training-program.ts';

interface OracleTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
type OracleParameters = Readonly<Record<string, OracleTensor>>;
interface OracleRun {
  readonly id: string;
  readonly optimizer: string;
  readonly args: Readonly<Record<string, number | boolean | readonly number[]>>;
  readonly scheduler?: string;
  readonly losses: OracleTensor;
  readonly lrs: OracleTensor;
  readonly after_step_1: OracleParameters;
  readonly after_step_10: OracleParameters;
  readonly final: OracleParameters;
  readonly frozen?: readonly string[];
  readonly bias_lr?: number;
  readonly clip_norm?: number;
  readonly clip_value?: number;
  readonly accumulate?: number;
}
interface OracleFile {
  readonly problem: {
    readonly linears: readonly (readonly [number, number])[];
    readonly batch_size: number;
    readonly parameters: OracleParameters;
    readonly x: OracleTensor;
    readonly y: OracleTensor;
  };
  readonly steps: number;
  readonly runs: readonly OracleRun[];
}

const file = JSON.parse(readFileSync('test/oracle/train.json', 'utf8')) as OracleFile;

/** PyTorch's names of the pairs in its constructors. */
const pairs: Readonly<Record<string, readonly [string, string]>> = {
  betas: ['beta1', 'beta2'],
  etas: ['eta1', 'eta2'],
  step_sizes: ['step_size1', 'step_size2'],
};

function settingsOf(args: OracleRun['args']): Readonly<Record<string, OptimizerValue>> {
  const entries = Object.entries(args).flatMap(([name, value]): (readonly [string, OptimizerValue])[] => {
    const pair = pairs[name];
    if (pair !== undefined && Array.isArray(value))
      return [
        [pair[0], value[0]],
        [pair[1], value[1]],
      ];
    return name === 'lr' ? [] : [[name, value as OptimizerValue]];
  });
  return Object.fromEntries(entries);
}

/** Linear, Tanh, Linear, CrossEntropyLoss as the oracle's problem has them; nodes are named by their place. */
function documentFor(run: OracleRun): GraphDocument {
  const [[inputs, hidden], [, classes]] = file.problem.linears as readonly [
    [number, number],
    [number, number],
  ];
  const position = { x: 0, y: 0 };
  const frozen = (place: string) =>
    run.frozen?.some((name) => name.startsWith(`${place}.`)) === true ? { frozen: true } : {};
  return {
    ...emptyDocument(),
    nodes: [
      { id: 'x', operator: 'Input', attributes: { shape: [inputs] }, position },
      { id: 'y', operator: 'Target', attributes: { kind: 'class', classes }, position },
      { id: '0', operator: 'Linear', attributes: { out_features: hidden }, position, ...frozen('0') },
      { id: '1', operator: 'Tanh', attributes: {}, position },
      { id: '2', operator: 'Linear', attributes: { out_features: classes }, position, ...frozen('2') },
      { id: 'loss', operator: 'CrossEntropyLoss', attributes: {}, position },
    ],
    edges: [
      { from: ['x', 'output'], to: ['0', 'input'] },
      { from: ['0', 'output'], to: ['1', 'input'] },
      { from: ['1', 'output'], to: ['2', 'input'] },
      { from: ['2', 'output'], to: ['loss', 'input'] },
      { from: ['y', 'output'], to: ['loss', 'target'] },
    ],
    training: {
      ...emptyDocument().training,
      optimizer: {
        name: run.optimizer,
        learningRate: Number(run.args['lr']),
        settings: settingsOf(run.args),
      },
    },
  };
}

const rowsOf = ({ shape, data }: OracleTensor, rows: readonly number[]): Tensor => {
  const width = (shape[1] as number | undefined) ?? 1;
  const picked = rows.flatMap((row) => data.slice(row * width, (row + 1) * width));
  return tensorOf([rows.length, ...shape.slice(1)], Float32Array.from(picked));
};

/** Worst difference in units of the oracle's tolerance for training, 1e-4 relative and 1e-5 absolute. */
const misfit = (found: ArrayLike<number>, expected: readonly number[]): number =>
  expected.reduce(
    (worst, value, at) =>
      Math.max(worst, Math.abs((found[at] ?? Number.NaN) - value) / (1e-4 * Math.abs(value) + 1e-5)),
    0,
  );

/** The run by our program, step after step, with the learning rates that PyTorch used. */
function compare(run: OracleRun): number {
  const graph = checkGraph(documentFor(run));
  const choice = chooseOptimizer(graph.document.training);
  if (!choice.ok) throw new Error(choice.message);
  const program = trainingProgram(graph, {
    optimizer: choice.chosen,
    schedule: undefined,
    treatment: { accumulate: 1 },
    ownRates: {},
  });
  let parameters = new Map(
    Object.entries(file.problem.parameters).map(([name, { shape, data }]) => [
      name.replace('.', '/'),
      tensorOf(shape, Float32Array.from(data)),
    ]),
  );
  let states = startingStates(program, choice.chosen, Number(run.args['lr']));
  const numbers = Object.entries(choice.chosen.values).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const n = file.problem.x.shape[0] as number;
  let worst = 0;
  for (let step = 0; step < file.steps; step += 1) {
    const rows = Array.from(
      { length: file.problem.batch_size },
      (_, at) => (step * file.problem.batch_size + at) % n,
    );
    const outputs = evaluate(program, {
      batch: rows.length,
      inputs: new Map([
        ['x', rowsOf(file.problem.x, rows)],
        ['y', rowsOf(file.problem.y, rows)],
      ]),
      parameters,
      states,
      settings: new Map([
        ...numbers,
        [learningRateSetting, run.lrs.data[step] as number],
        [stepSetting, step + 1],
      ]),
    });
    worst = Math.max(worst, misfit(outputs.get(totalLossKey)?.data ?? [], [run.losses.data[step] as number]));
    const next = new Map(parameters);
    const remembered = new Map<string, Tensor>();
    for (const [key, tensor] of outputs) {
      const { role, node, name } = parseOutputKey(key);
      if (role === 'update') next.set(parameterKey(node, name), tensor);
      if (role === 'stateUpdate') remembered.set(parameterKey(node, name), tensor);
    }
    parameters = next;
    states = remembered;
    const expected = { 0: run.after_step_1, 9: run.after_step_10, [file.steps - 1]: run.final }[step];
    for (const [name, tensor] of Object.entries(expected ?? {})) {
      worst = Math.max(worst, misfit(parameters.get(name.replace('.', '/'))?.data ?? [], tensor.data));
    }
  }
  return worst;
}

/** Runs of the optimizer alone; schedules, clipping and accumulation are the session's business. */
const plain = file.runs.filter(({ scheduler, bias_lr, clip_norm, clip_value, accumulate }) =>
  [scheduler, bias_lr, clip_norm, clip_value, accumulate].every((extra) => extra === undefined),
);

describe('optimizers against 25 steps of PyTorch', () => {
  test.each(plain.map((run) => [run.id, run] as const))('%s', (_, run) => {
    expect(compare(run)).toBeLessThanOrEqual(1);
  });

  test('every optimizer of the catalogue has a run', () => {
    const covered = new Set(plain.map(({ optimizer }) => optimizer));
    expect(optimizers.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
  });
});

describe('settings of an optimizer', () => {
  const training = emptyDocument().training;
  const choose = (name: string, settings: Readonly<Record<string, OptimizerValue>>) => {
    const choice = chooseOptimizer({ ...training, optimizer: { name, learningRate: 0.1, settings } });
    return choice.ok ? 'accepted' : choice.message;
  };

  test('are checked by name, kind and range', () => {
    expect(choose('SGD', { momentum: 0.9 })).toBe('accepted');
    expect(choose('Newton', {})).toBe("There is no optimizer 'Newton'.");
    expect(choose('SGD', { momentun: 0.9 })).toBe("SGD has no setting 'momentun'.");
    expect(choose('SGD', { nesterov: 1 })).toBe('nesterov must be a boolean; found 1.');
    expect(choose('Adam', { beta1: 2 })).toBe('beta1 must lie between 0 and 1; found 2.');
  });
});
