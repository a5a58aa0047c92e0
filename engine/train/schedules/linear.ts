import type { Setting } from '../settings.ts';
import { type CountedSchedule, documented, numberAt, wholeSteps } from './schedule.ts';

const share = (name: string, usual: number, help: string): Setting => ({
  name,
  kind: 'number',
  default: usual,
  minimum: 0,
  maximum: 1,
  help,
});

/** η times a factor that goes straight from start_factor to end_factor: a warm-up. */
export const linearLR: CountedSchedule = {
  kind: 'counted',
  name: 'LinearLR',
  help: 'Warms the learning rate up in a straight line.',
  source: documented('LinearLR'),
  settings: [
    share('start_factor', 1 / 3, 'Share of the learning rate at first.'),
    share('end_factor', 1, 'Share of the learning rate at the end.'),
    wholeSteps('total_iters', 5, 'Scheduler steps from the one to the other.'),
  ],
  at: (steps, base, values) => {
    const [from, to] = [numberAt(values, 'start_factor'), numberAt(values, 'end_factor')];
    const total = numberAt(values, 'total_iters');
    return { learningRate: base * (from + ((to - from) * Math.min(steps, total)) / total) };
  },
};
