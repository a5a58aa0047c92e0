import { type CountedSchedule, documented, numberAt, wholeSteps } from './schedule.ts';

/** η · factor before total_iters, η from there on. */
export const constantLR: CountedSchedule = {
  kind: 'counted',
  name: 'ConstantLR',
  help: 'Holds the learning rate down for the first steps.',
  source: documented('ConstantLR'),
  settings: [
    {
      name: 'factor',
      kind: 'number',
      default: 1 / 3,
      minimum: 0,
      maximum: 1,
      help: 'Share of the learning rate at first.',
    },
    wholeSteps('total_iters', 5, 'Scheduler steps until the whole learning rate.'),
  ],
  at: (steps, base, values) => ({
    learningRate: steps < numberAt(values, 'total_iters') ? base * numberAt(values, 'factor') : base,
  }),
};
