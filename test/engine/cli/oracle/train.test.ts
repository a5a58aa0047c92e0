import { expect, test } from 'vitest';
import { runTrain, type TrainFixture } from '../../../../engine/cli/oracle/train.ts';
import fixture from '../../../oracle/train.json' with { type: 'json' };

const file = fixture as unknown as TrainFixture;

test.each(['reference', 'compiled'] as const)(
  'all 41 trainings by PyTorch come out the same, %s; none is left out',
  (by) => {
    expect(file.runs).toHaveLength(41);
    expect(runTrain(file, by)).toEqual({ passed: 41, failed: [], skipped: [] });
  },
);

const [first] = file.runs;
if (first === undefined) throw new Error('there are runs');

test('another learning rate fails, and says where', () => {
  const changed = { ...first, args: { ...first.args, lr: Number(first.args['lr']) * 2 } };
  const { failed } = runTrain({ ...file, runs: [changed] });
  expect(failed.map(({ id }) => id)).toEqual([first.id]);
  expect(failed[0]?.why).toMatch(/^learning rate\[0\] is /);
});

test('an optimizer and a schedule that are not known are left out', () => {
  const runs = [
    { ...first, id: 'a', optimizer: 'LBFGS' },
    { ...first, id: 'b', scheduler: 'LambdaLR' },
  ];
  expect(runTrain({ ...file, runs }).skipped).toEqual([
    { id: 'a', why: 'there is no optimizer LBFGS' },
    { id: 'b', why: 'there is no schedule LambdaLR' },
  ]);
});

test('a parameter may be frozen alone, and OneCycleLR may count epochs', () => {
  const one = file.runs.find(({ id }) => id === 'oneCycleLR');
  if (one === undefined) throw new Error('there is a run with OneCycleLR');
  const { total_steps: total, ...args } = one.scheduler_args ?? {};
  const counted = { ...one, scheduler_args: { ...args, epochs: 1, steps_per_epoch: total ?? null } };
  expect(runTrain({ ...file, runs: [counted] }).passed).toBe(1);
  const frozen = file.runs.filter((run) => run.frozen !== undefined);
  expect(runTrain({ ...file, runs: frozen.map((run) => ({ ...run, frozen: ['0.bias'] })) }).passed).toBe(0);
});

test('a target may have several columns: 2 (ŷ − y)/2 of each moves its own weight and bias', () => {
  const pair = (a: number, b: number, shape: readonly number[] = [2]) => ({ shape, data: [a, b] });
  const final = { '0.weight': pair(0.5, 1, [2, 1]), '0.bias': pair(0.5, 1) };
  const losses = { shape: [1], data: [(1 + 4) / 2] };
  const file: TrainFixture = {
    steps: 1,
    problem: {
      linears: [[1, 2]],
      activation: 'Tanh',
      loss: 'MSELoss',
      batch_size: 1,
      parameters: { '0.weight': pair(0, 0, [2, 1]), '0.bias': pair(0, 0) },
      x: { shape: [1, 1], data: [1] },
      y: pair(1, 2, [1, 2]),
    },
    runs: [
      {
        id: 'columns',
        optimizer: 'SGD',
        args: { lr: 0.5 },
        losses,
        lrs: { shape: [1], data: [0.5] },
        final,
        f64: { losses, final },
      },
    ],
  };
  expect(runTrain(file)).toEqual({ passed: 1, failed: [], skipped: [] });
  expect(runTrain({ ...file, problem: { ...file.problem, y: pair(1, 3, [1, 2]) } }).failed).toHaveLength(1);
  expect(runTrain({ ...file, problem: { ...file.problem, activation: 'Unheard' } }).skipped).toEqual([
    { id: 'columns', why: 'there is no operator Unheard yet' },
  ]);
});
