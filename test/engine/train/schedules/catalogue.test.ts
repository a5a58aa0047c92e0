import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { emptyDocument, type Training } from '../../../../engine/graph/document.ts';
import { chooseOptimizer } from '../../../../engine/train/choose-optimizer.ts';
import { chooseSchedule } from '../../../../engine/train/choose-schedule.ts';
import { Pace } from '../../../../engine/train/pace.ts';
import { schedules } from '../../../../engine/train/schedules/catalogue.ts';
import type { SettingValues } from '../../../../engine/train/settings.ts';

interface OracleRun {
  readonly id: string;
  readonly args: Readonly<Record<string, number>>;
  readonly scheduler?: string;
  readonly scheduler_args: SettingValues;
  readonly losses: { readonly data: readonly number[] };
  readonly lrs: { readonly data: readonly number[] };
}

const file = JSON.parse(readFileSync('test/oracle/train.json', 'utf8')) as {
  readonly runs: readonly OracleRun[];
};
const runs = file.runs.filter(({ scheduler }) => scheduler !== undefined);

const stepsPerEpoch = 10;

/** The schedule as the session takes it, stepped once per step, or what is wrong with it. */
function choose(
  name: string,
  settings: NonNullable<NonNullable<Training['schedule']>['settings']> = {},
  optimizer = 'Adam',
  per: 'epoch' | 'step' = 'step',
) {
  const training: Training = {
    ...emptyDocument().training,
    epochs: 3,
    optimizer: { name: optimizer, learningRate: 0.1 },
    schedule: { name, settings, per },
  };
  const chosen = chooseOptimizer(training);
  if (!chosen.ok) throw new Error(chosen.message);
  return chooseSchedule(training, chosen.chosen, stepsPerEpoch);
}

function paceOf(base: number, ...wanted: Parameters<typeof choose>): Pace {
  const choice = choose(...wanted);
  if (!choice.ok) throw new Error(choice.message);
  return new Pace(base, { bias: base / 2 }, choice.chosen);
}

const refusal = (...wanted: Parameters<typeof choose>): string => {
  const choice = choose(...wanted);
  return choice.ok ? 'accepted' : choice.message;
};

describe('learning rates against PyTorch', () => {
  test.each(runs.map((run) => [run.id, run] as const))('%s', (_, run) => {
    const settings = run.scheduler_args as Parameters<typeof choose>[1];
    const pace = paceOf(run.args['lr'] ?? 0, run.scheduler ?? '', settings);
    run.lrs.data.forEach((expected, step) => {
      expect(Math.abs(pace.learningRate - expected)).toBeLessThanOrEqual(1e-12 * expected + 1e-14);
      pace.advance(run.losses.data[step] ?? Number.NaN);
    });
  });

  test('every schedule of the catalogue has a run', () => {
    const covered = new Set(runs.map(({ scheduler }) => scheduler));
    expect(schedules.map(({ name }) => name).filter((name) => !covered.has(name))).toEqual([]);
  });
});

describe('a schedule', () => {
  test.each(schedules.map((schedule) => [schedule.name, schedule] as const))(
    '%s starts again after a reset, and its rates stay finite and not negative',
    (name) => {
      const pace = paceOf(0.1, name);
      const first = Array.from({ length: 100 }, () => {
        const { learningRate } = pace;
        pace.advance(1);
        return learningRate;
      });
      expect(first.every((rate) => Number.isFinite(rate) && rate >= 0)).toBe(true);
      pace.reset();
      expect(pace.learningRate).toBe(first[0]);
    },
  );

  test('moves a group with a rate of its own in step with the others', () => {
    for (const name of ['StepLR', 'ExponentialLR', 'ReduceLROnPlateau', 'LinearLR']) {
      const pace = paceOf(0.1, name);
      for (let step = 0; step < 30; step += 1) {
        expect(pace.ownRates['bias']).toBeCloseTo(pace.learningRate / 2, 12);
        pace.advance(1);
      }
    }
  });

  test('spans the run where its length is not given, in epochs or in steps', () => {
    const perStep = paceOf(0.1, 'PolynomialLR');
    const perEpoch = paceOf(0.1, 'PolynomialLR', {}, 'SGD', 'epoch');
    for (let step = 0; step < 3 * stepsPerEpoch; step += 1) {
      expect(perStep.learningRate).toBeGreaterThan(0);
      perStep.advance(1);
    }
    for (let epoch = 0; epoch < 3; epoch += 1) perEpoch.advance(1);
    expect(perStep.learningRate).toBe(0);
    expect(perEpoch.learningRate).toBe(0);
  });

  test('moves momentum against the learning rate, under the name that the optimizer has for it', () => {
    for (const [optimizer, setting] of [
      ['SGD', 'momentum'],
      ['Adam', 'beta1'],
    ] as const) {
      for (const name of ['OneCycleLR', 'CyclicLR']) {
        const pace = paceOf(0.1, name, {}, optimizer);
        const at = () => [pace.learningRate, pace.settings.get(setting) ?? Number.NaN] as const;
        let before = at();
        for (let step = 0; step < 3 * stepsPerEpoch - 1; step += 1) {
          pace.advance(1);
          const now = at();
          expect(Math.sign(now[1] - before[1])).toBe(-Math.sign(now[0] - before[0]));
          before = now;
        }
      }
    }
    expect(paceOf(0.1, 'OneCycleLR', { cycle_momentum: false }).settings.has('beta1')).toBe(false);
  });

  test('takes a new learning rate to start from', () => {
    for (const name of ['StepLR', 'ReduceLROnPlateau']) {
      const pace = paceOf(0.1, name);
      pace.setLearningRate(0.4);
      expect(pace.learningRate).toBe(0.4);
    }
  });
});

describe('what is wrong with a schedule is said', () => {
  test('name, settings, kinds and ranges', () => {
    expect(refusal('StepLR', { step_size: 3 })).toBe('accepted');
    expect(refusal('Staircase')).toBe("There is no schedule 'Staircase'.");
    expect(refusal('StepLR', { size: 3 })).toBe("StepLR has no setting 'size'.");
    expect(refusal('StepLR', { step_size: 0 })).toBe('step_size must be at least 1; found 0.');
    expect(refusal('StepLR', { step_size: 1.5 })).toBe('step_size must be a whole number; found 1.5.');
    expect(refusal('MultiStepLR', { milestones: 3 })).toBe('milestones must be a list of numbers; found 3.');
    expect(refusal('CyclicLR', { mode: 'square' })).toBe(
      'mode must be one of triangular, triangular2, exp_range; found square.',
    );
  });

  test('a schedule that moves momentum needs an optimizer that has one', () => {
    expect(refusal('OneCycleLR', {}, 'Adagrad')).toBe(
      'OneCycleLR moves momentum, which Adagrad does not have; turn cycle_momentum off.',
    );
    expect(refusal('OneCycleLR', { cycle_momentum: false }, 'Adagrad')).toBe('accepted');
  });
});
