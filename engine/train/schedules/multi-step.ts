import { type CountedSchedule, decay, documented, numberAt } from './schedule.ts';

/** η · γ^(milestones reached); a milestone listed twice counts twice. */
export const multiStepLR: CountedSchedule = {
  kind: 'counted',
  name: 'MultiStepLR',
  help: 'Multiplies the learning rate by γ at each milestone.',
  source: documented('MultiStepLR'),
  settings: [
    { name: 'milestones', kind: 'list', default: [10, 15], help: 'Scheduler steps at which it changes.' },
    decay(0.1),
  ],
  at: (steps, base, values) => {
    const { milestones } = values;
    const reached = Array.isArray(milestones) ? milestones.filter((at: number) => at <= steps).length : 0;
    return { learningRate: base * numberAt(values, 'gamma') ** reached };
  },
};
