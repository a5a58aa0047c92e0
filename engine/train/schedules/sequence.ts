import type { Training } from '../../graph/document.ts';
import type { SettingValues } from '../settings.ts';
import { findSchedule } from './catalogue.ts';
import { type CountedSchedule, documented } from './schedule.ts';

/** One after another: torch.optim.lr_scheduler.SequentialLR, such as a warm-up and then half a cosine. */

type ScheduleSettings = NonNullable<Training['schedule']>;

/** A schedule of a document's list, with the scheduler steps done when it takes over: 0, then PyTorch's milestones. */
export interface Stage extends Pick<ScheduleSettings, 'name' | 'settings'> {
  readonly from: number;
}

export const stagesOf = ({ name, settings, followedBy = [] }: ScheduleSettings): readonly Stage[] => [
  { name, settings, from: 0 },
  ...followedBy,
];

/** LinearLR → CosineAnnealingLR */
export const sequenceName = (schedule: ScheduleSettings): string =>
  stagesOf(schedule)
    .map(({ name }) => name)
    .join(' → ');

/** Whether a schedule can stand in a sequence: it counts from its own beginning, and from the learning rate it is given. */
export function canFollow(name: string): boolean {
  const schedule = findSchedule(name);
  return schedule?.kind === 'counted' && schedule.movesMomentum === undefined;
}

/** Most schedules after the first. */
export const mostFurther = 5;

/** Scheduler steps of a stage of which nothing says when it is over. */
const usualLength = 10;

/** The document's schedule with one more after it, where the last says that it is over. */
export function withFurther(schedule: ScheduleSettings): ScheduleSettings {
  const last = stagesOf(schedule).at(-1) as Stage;
  const length = findSchedule(last.name)?.settings.find(({ name }) => name === 'total_iters')?.default;
  const given = last.settings?.['total_iters'] ?? length;
  const from = last.from + (typeof given === 'number' ? given : usualLength);
  return { ...schedule, followedBy: [...(schedule.followedBy ?? []), { from, name: 'CosineAnnealingLR' }] };
}

export interface FilledStage {
  readonly from: number;
  readonly schedule: CountedSchedule;
  readonly values: SettingValues;
}

/** Stages as one schedule; each begins anew from the optimizer's learning rate, as in PyTorch. */
export const sequential = (stages: readonly FilledStage[]): CountedSchedule => ({
  kind: 'counted',
  name: 'SequentialLR',
  help: 'One schedule after another.',
  source: documented('SequentialLR'),
  settings: [],
  at: (steps, base) => {
    const stage = stages.findLast(({ from }) => from <= steps);
    if (stage === undefined) throw new Error('A sequence begins at 0');
    return stage.schedule.at(steps - stage.from, base, stage.values);
  },
});
