import type { Training } from '../graph/document.ts';
import type { ChosenOptimizer, Optimizer } from './optimizers/optimizer.ts';
import { findSchedule } from './schedules/catalogue.ts';
import type { Schedule } from './schedules/schedule.ts';
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

const momentumOf = ({ settings }: Optimizer): string | undefined =>
  ['momentum', 'beta1'].find((name) => settings.some((setting) => setting.name === name));

/** The document's schedule with its settings filled in, none where it has none, or what is wrong with it. */
export function chooseSchedule(
  training: Training,
  { optimizer }: ChosenOptimizer,
  stepsPerEpoch: number,
): ScheduleChoice {
  const wanted = training.schedule;
  if (wanted === undefined) return { ok: true, chosen: undefined };
  const refuse = (message: string): ScheduleChoice => ({ ok: false, message });
  const schedule = findSchedule(wanted.name);
  if (schedule === undefined) return refuse(`There is no schedule '${wanted.name}'.`);
  const given = Object.entries(wanted.settings ?? {});
  for (const [name, value] of given) {
    const message = settingFault(schedule.name, schedule.settings, name, value);
    if (message !== undefined) return refuse(message);
  }
  const run = training.epochs * (wanted.per === 'step' ? stepsPerEpoch : 1);
  const usual = schedule.settings.map(
    (setting) => [setting.name, setting.default === 'run' ? run : setting.default] as const,
  );
  const values: SettingValues = Object.fromEntries([...usual, ...given]);
  if (schedule.movesMomentum?.(values) !== true) {
    return { ok: true, chosen: { schedule, values, per: wanted.per, momentum: undefined } };
  }
  const momentum = momentumOf(optimizer);
  return momentum === undefined
    ? refuse(
        `${schedule.name} moves momentum, which ${optimizer.name} does not have; turn cycle_momentum off.`,
      )
    : { ok: true, chosen: { schedule, values, per: wanted.per, momentum } };
}
