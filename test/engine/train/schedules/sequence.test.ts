import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDocument, writeDocument } from '../../../../engine/formats/json.ts';
import { emptyDocument, type GraphDocument, type Training } from '../../../../engine/graph/document.ts';
import { chooseOptimizer } from '../../../../engine/train/choose-optimizer.ts';
import { chooseSchedule } from '../../../../engine/train/choose-schedule.ts';
import { Pace } from '../../../../engine/train/pace.ts';
import {
  canFollow,
  mostFurther,
  type Stage,
  sequenceName,
  withFurther,
} from '../../../../engine/train/schedules/sequence.ts';

type Schedule = NonNullable<Training['schedule']>;

const { runs } = JSON.parse(readFileSync(join(import.meta.dirname, 'sequential.json'), 'utf8')) as {
  readonly runs: readonly {
    readonly base: number;
    readonly stages: readonly Stage[];
    readonly rates: readonly number[];
  }[];
};

const scheduleOf = ([first, ...further]: readonly Stage[]): Schedule => ({
  name: first?.name ?? '',
  ...(first?.settings === undefined ? {} : { settings: first.settings }),
  per: 'epoch',
  followedBy: [...further],
});

const documentOf = (schedule: Schedule, epochs = 40): GraphDocument => {
  const empty = emptyDocument();
  return { ...empty, training: { ...empty.training, epochs, schedule } };
};

function choose(schedule: Schedule, epochs = 40) {
  const { training } = documentOf(schedule, epochs);
  const optimizer = chooseOptimizer(training);
  if (!optimizer.ok) throw new Error(optimizer.message);
  return chooseSchedule(training, optimizer.chosen, 10);
}

function ratesOf(base: number, schedule: Schedule, steps: number): readonly number[] {
  const choice = choose(schedule, steps);
  if (!choice.ok) throw new Error(choice.message);
  const pace = new Pace(base, {}, choice.chosen);
  return Array.from({ length: steps }, () => {
    const { learningRate } = pace;
    pace.advance(1);
    return learningRate;
  });
}

const refusal = (...wanted: readonly Stage[]): string => {
  const choice = choose(scheduleOf(wanted));
  return choice.ok ? 'accepted' : choice.message;
};

describe('learning rates against PyTorch’s SequentialLR', () => {
  test.each(runs.map((run) => [sequenceName(scheduleOf(run.stages)), run] as const))('%s', (_, run) => {
    const found = ratesOf(run.base, scheduleOf(run.stages), run.rates.length);
    run.rates.forEach((expected, step) => {
      expect(Math.abs((found[step] ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-12 * expected + 1e-14);
    });
  });
});

test('what lasts the whole run lasts to the next milestone, and the last one to the end of the run', () => {
  const rates = ratesOf(
    1,
    scheduleOf([
      { from: 0, name: 'CosineAnnealingLR' },
      { from: 10, name: 'CosineAnnealingLR' },
    ]),
    31,
  );
  // Half way of 10 and, from 10 on, of 20 scheduler steps; both begin at the optimizer's rate.
  expect([rates[0], rates[5], rates[10], rates[20]]).toEqual([
    1,
    expect.closeTo(0.5, 12),
    1,
    expect.closeTo(0.5, 1),
  ]);
  expect(rates[30]).toBeLessThan(0.01);
});

test('a warm-up is followed where it is over', () => {
  const warmUp: Schedule = { name: 'LinearLR', settings: { total_iters: 7 }, per: 'epoch' };
  const two = withFurther(warmUp);
  expect(two.followedBy).toEqual([{ from: 7, name: 'CosineAnnealingLR' }]);
  expect(withFurther(two).followedBy?.[1]?.from).toBe(17);
  expect(sequenceName(two)).toBe('LinearLR → CosineAnnealingLR');
});

test('a document holds as many as the form offers, and reads what it writes', () => {
  let schedule: Schedule = { name: 'LinearLR', per: 'epoch' };
  for (let at = 0; at < mostFurther; at += 1) schedule = withFurther(schedule);
  const document = documentOf(schedule);
  expect(readDocument(writeDocument(document))).toMatchObject({ ok: true, document });
  expect(readDocument(writeDocument(documentOf(withFurther(schedule)))).ok).toBe(false);
});

test('what is wrong with a sequence is said', () => {
  const step = (from: number): Stage => ({ from, name: 'StepLR' });
  expect(refusal(step(0), step(3), step(9))).toBe('accepted');
  expect(refusal(step(0), step(9), step(9))).toBe(
    'StepLR must take over after more than 9 scheduler steps; found 9.',
  );
  expect(refusal(step(0), { from: 3, name: 'Staircase' })).toBe("There is no schedule 'Staircase'.");
  expect(refusal(step(0), { from: 3, name: 'StepLR', settings: { size: 3 } })).toBe(
    "StepLR has no setting 'size'.",
  );
  for (const name of ['OneCycleLR', 'CyclicLR', 'ReduceLROnPlateau']) {
    expect(canFollow(name)).toBe(false);
    expect(refusal(step(0), { from: 3, name })).toMatch(
      `${name} cannot stand in a sequence of schedules; choose`,
    );
    expect(refusal({ from: 0, name }, step(3))).toMatch(`${name} cannot stand in a sequence`);
  }
});
