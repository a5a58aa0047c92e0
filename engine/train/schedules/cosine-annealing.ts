import { alongCosine, type CountedSchedule, documented, lowest, numberAt, wholeSteps } from './schedule.ts';

/** η_min + ½ (η − η_min)(1 + cos(π t / T_max)), which rises again after T_max (Loshchilov and Hutter 2016). */
export const cosineAnnealingLR: CountedSchedule = {
  kind: 'counted',
  name: 'CosineAnnealingLR',
  help: 'Lowers the learning rate along half a cosine.',
  source: documented('CosineAnnealingLR'),
  settings: [wholeSteps('T_max', 'run', 'Scheduler steps down to the lowest.'), lowest],
  at: (steps, base, values) => ({
    learningRate: alongCosine(base, numberAt(values, 'eta_min'), steps / numberAt(values, 'T_max')),
  }),
};
