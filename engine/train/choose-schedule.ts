import type { Training } from '../graph/document.ts';
import type { ChosenOptimizer, Optimizer } from './optimizers/optimizer.ts';
import { findSchedule } from './schedules/catalogue.ts';
import type { Schedule } from './schedules/schedule.ts';
import { canFollow, type FilledStage, type Stage, sequential, stagesOf } from './schedules/sequence.ts';
import { type SettingValues, settingFault } from './settings.ts';

/** A schedule with the value of each of its settings. */
export interface ChosenSchedule {
  readonly schedule: Schedule;
  readonly values: SettingValues;
  readonly per: 'epoch' | 'step';
  /** The optimizer's setting that it moves besides the learning rate: momentum or beta1. */
  readonly momentum: string | undefined;
}

export type ScheduleChoice =
  | { readonly ok: true; readonly chosen: ChosenSchedule | undefined }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): { readonly ok: false; readonly message: string } => ({
  ok: false,
  message,
});

const momentumOf = ({ settings }: Optimizer): string | undefined =>
  ['momentum', 'beta1'].find((name) => settings.some((setting) => setting.name === name));

/** A schedule by its name, with its settings filled in; what lasts the whole run lasts `run` scheduler steps. */
function filled({ name: wanted, settings = {} }: Omit<Stage, 'from'>, run: number) {
  const schedule = findSchedule(wanted);
  if (schedule === undefined) return refuse(`There is no schedule '${wanted}'.`);
  const given = Object.entries(settings);
  for (const [name, value] of given) {
    const message = settingFault(schedule.name, schedule.settings, name, value);
    if (message !== undefined) return refuse(message);
  }
  const usual = schedule.settings.map(
    (setting) => [setting.name, setting.default === 'run' ? run : setting.default] as const,
  );
  const values: SettingValues = Object.fromEntries([...usual, ...given]);
  return { ok: true, schedule, values } as const;
}

/** Several schedules, one after another, over a run of so many scheduler steps. */
function inSequence(stages: readonly Stage[], run: number, per: ChosenSchedule['per']): ScheduleChoice {
  const all: FilledStage[] = [];
  for (const [index, stage] of stages.entries()) {
    const { from, name } = stage;
    const before = all.at(-1)?.from;
    if (before !== undefined && from <= before) {
      return refuse(`${name} must take over after more than ${before} scheduler steps; found ${from}.`);
    }
    const until = stages[index + 1]?.from ?? run;
    const made = filled(stage, Math.max(1, until - from));
    if (!made.ok) return made;
    if (!canFollow(name) || made.schedule.kind !== 'counted') {
      return refuse(
        `${name} cannot stand in a sequence of schedules; choose another one, or let it stand alone.`,
      );
    }
    all.push({ from, schedule: made.schedule, values: made.values });
  }
  return { ok: true, chosen: { schedule: sequential(all), values: {}, per, momentum: undefined } };
}

/** The document's schedule with its settings filled in, none where it has none, or what is wrong with it. */
export function chooseSchedule(
  training: Training,
  { optimizer }: ChosenOptimizer,
  stepsPerEpoch: number,
): ScheduleChoice {
  const wanted = training.schedule;
  if (wanted === undefined) return { ok: true, chosen: undefined };
  const { per } = wanted;
  const run = training.epochs * (per === 'step' ? stepsPerEpoch : 1);
  const stages = stagesOf(wanted);
  if (stages.length > 1) return inSequence(stages, run, per);
  const made = filled(wanted, run);
  if (!made.ok) return made;
  const { schedule, values } = made;
  if (schedule.movesMomentum?.(values) !== true) {
    return { ok: true, chosen: { schedule, values, per, momentum: undefined } };
  }
  const momentum = momentumOf(optimizer);
  return momentum === undefined
    ? refuse(
        `${schedule.name} moves momentum, which ${optimizer.name} does not have; turn cycle_momentum off.`,
      )
    : { ok: true, chosen: { schedule, values, per, momentum } };
}
