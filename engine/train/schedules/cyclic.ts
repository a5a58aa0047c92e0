import type { SettingValues } from '../settings.ts';
import { momentumSettings } from './momentum-settings.ts';
import { type CountedSchedule, documented, numberAt } from './schedule.ts';

/** By how much a cycle is lower than the first; `cycle` counts from 1. */
function heightOf(values: SettingValues, cycle: number, steps: number): number {
  switch (values['mode']) {
    case 'triangular2':
      return 1 / 2 ** (cycle - 1);
    case 'exp_range':
      return numberAt(values, 'gamma') ** steps;
    default:
      return 1;
  }
}

/** Between two bounds in a zigzag (Smith 2015); momentum zigzags against it. */
export const cyclicLR: CountedSchedule = {
  kind: 'counted',
  name: 'CyclicLR',
  help: 'Moves the learning rate up and down between two bounds; made for one step per batch.',
  source: documented('CyclicLR'),
  settings: [
    { name: 'base_lr', kind: 'number', default: 0.001, minimum: 0, help: 'Lower bound.' },
    { name: 'max_lr', kind: 'number', default: 0.1, minimum: 0, help: 'Upper bound of the first cycle.' },
    {
      name: 'step_size_up',
      kind: 'number',
      default: 2000,
      minimum: 1,
      help: 'Scheduler steps on the way up.',
    },
    {
      name: 'step_size_down',
      kind: 'number',
      default: 0,
      minimum: 0,
      help: 'Scheduler steps on the way down; 0 is as many as up.',
    },
    {
      name: 'mode',
      kind: 'choice',
      default: 'triangular',
      options: ['triangular', 'triangular2', 'exp_range'],
      help: 'Whether cycles stay as high, halve, or shrink by γ at every step.',
    },
    { name: 'gamma', kind: 'number', default: 1, minimum: 0, help: 'γ of exp_range.' },
    ...momentumSettings(0.8, 0.9),
  ],
  movesMomentum: (values) => values['cycle_momentum'] === true,
  at: (steps, _base, values) => {
    const up = numberAt(values, 'step_size_up');
    const down = numberAt(values, 'step_size_down');
    const total = up + (down === 0 ? up : down);
    const cycle = Math.floor(1 + steps / total);
    const within = 1 + steps / total - cycle;
    const turn = up / total;
    const height =
      (within <= turn ? within / turn : (within - 1) / (turn - 1)) * heightOf(values, cycle, steps);
    const [lower, upper] = [numberAt(values, 'base_lr'), numberAt(values, 'max_lr')];
    const [low, high] = [numberAt(values, 'base_momentum'), numberAt(values, 'max_momentum')];
    const learningRate = lower + (upper - lower) * height;
    return values['cycle_momentum'] === true
      ? { learningRate, momentum: high - (high - low) * height }
      : { learningRate };
  },
};
