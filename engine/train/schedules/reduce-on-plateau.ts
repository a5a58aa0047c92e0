import type { SettingValues } from '../settings.ts';
import { documented, numberAt, type WatchingSchedule, wholeSteps } from './schedule.ts';

function isBetter(metric: number, best: number, values: SettingValues): boolean {
  const threshold = numberAt(values, 'threshold');
  const relative = values['threshold_mode'] === 'rel';
  return values['mode'] === 'max'
    ? metric > (relative ? best * (1 + threshold) : best + threshold)
    : metric < (relative ? best * (1 - threshold) : best - threshold);
}

const fromZero = { minimum: 0 };

/** Lowers the learning rate when a metric has not become better for more than `patience` steps. */
export const reduceLROnPlateau: WatchingSchedule = {
  kind: 'watching',
  name: 'ReduceLROnPlateau',
  help: 'Lowers the learning rate when the loss (of validation, if there is one) stops getting better.',
  source: documented('ReduceLROnPlateau'),
  settings: [
    {
      name: 'mode',
      kind: 'choice',
      default: 'min',
      options: ['min', 'max'],
      help: 'Whether a lower or a higher metric is better.',
    },
    {
      name: 'factor',
      kind: 'number',
      default: 0.1,
      minimum: 0,
      maximum: 1,
      help: 'By which the learning rate is multiplied.',
    },
    {
      ...wholeSteps('patience', 10, 'Scheduler steps without a better metric that are let pass.'),
      ...fromZero,
    },
    { name: 'threshold', kind: 'number', default: 1e-4, minimum: 0, help: 'By how much better is better.' },
    {
      name: 'threshold_mode',
      kind: 'choice',
      default: 'rel',
      options: ['rel', 'abs'],
      help: 'Whether the threshold is a share of the best metric or a difference to it.',
    },
    { ...wholeSteps('cooldown', 0, 'Scheduler steps to wait after a change.'), ...fromZero },
    { name: 'min_lr', kind: 'number', default: 0, minimum: 0, help: 'Lowest learning rate.' },
    { name: 'eps', kind: 'number', default: 1e-8, minimum: 0, help: 'Smaller changes are not made.' },
  ],
  start: (learningRates, values) => ({
    learningRates,
    best: values['mode'] === 'max' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
    bad: 0,
    cooldown: 0,
  }),
  next: (state, metric, values) => {
    const better = isBetter(metric, state.best, values);
    const resting = state.cooldown > 0;
    const bad = better || resting ? 0 : state.bad + 1;
    const best = better ? metric : state.best;
    if (bad <= numberAt(values, 'patience')) {
      return { ...state, best, bad, cooldown: resting ? state.cooldown - 1 : 0 };
    }
    const lowered = (learningRate: number): number => {
      const next = Math.max(learningRate * numberAt(values, 'factor'), numberAt(values, 'min_lr'));
      return learningRate - next > numberAt(values, 'eps') ? next : learningRate;
    };
    return {
      learningRates: state.learningRates.map(lowered),
      best,
      bad: 0,
      cooldown: numberAt(values, 'cooldown'),
    };
  },
};
