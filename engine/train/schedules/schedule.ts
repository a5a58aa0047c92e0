import type { Setting, SettingValues } from '../settings.ts';

/** What a schedule gives for the coming step. */
export interface Rates {
  readonly learningRate: number;
  /** For the optimizer's momentum, or β₁ where it has betas; absent where the schedule leaves it alone. */
  readonly momentum?: number;
}

interface ScheduleBase {
  /** PyTorch's class in torch.optim.lr_scheduler. */
  readonly name: string;
  readonly help: string;
  readonly source: string;
  readonly settings: readonly Setting[];
  /** Whether it also moves momentum, with these settings; the optimizer must have one then. */
  readonly movesMomentum?: (values: SettingValues) => boolean;
}

/** Depends on nothing but how often the scheduler was stepped. */
export interface CountedSchedule extends ScheduleBase {
  readonly kind: 'counted';
  /** @param steps scheduler steps done, 0 before the first; `base` is the learning rate of the optimizer or group. */
  readonly at: (steps: number, base: number, values: SettingValues) => Rates;
}

/** What a schedule that watches a metric carries from one scheduler step to the next. */
export interface WatchState {
  /** One for each group. */
  readonly learningRates: readonly number[];
  readonly best: number;
  /** Scheduler steps without a better metric. */
  readonly bad: number;
  readonly cooldown: number;
}

/** Depends on how a metric, a loss, develops. */
export interface WatchingSchedule extends ScheduleBase {
  readonly kind: 'watching';
  readonly start: (bases: readonly number[], values: SettingValues) => WatchState;
  readonly next: (state: WatchState, metric: number, values: SettingValues) => WatchState;
}

/** A schedule of the learning rate, in PyTorch 1.13's arithmetic. */
export type Schedule = CountedSchedule | WatchingSchedule;

export const documented = (name: string): string =>
  `https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.${name}.html`;

/** A setting that its declaration says is a number. */
export const numberAt = (values: SettingValues, name: string): number => {
  const value = values[name];
  if (typeof value !== 'number') throw new Error(`${name} is not a number`);
  return value;
};

/** `steps` scheduler steps in which something happens once: a whole number from 1. */
export const wholeSteps = (name: string, usual: number | 'run', help: string): Setting => ({
  name,
  kind: 'number',
  default: usual,
  minimum: 1,
  integer: true,
  help,
});

export const decay = (usual: number): Setting => ({
  name: 'gamma',
  kind: 'number',
  default: usual,
  minimum: 0,
  help: 'γ, by which the learning rate is multiplied.',
});

export const lowest: Setting = {
  name: 'eta_min',
  kind: 'number',
  default: 0,
  minimum: 0,
  help: 'Lowest learning rate.',
};

/** From `from` to `to` along half a cosine; `share` from 0 to 1. */
export const alongCosine = (from: number, to: number, share: number): number =>
  to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
