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
