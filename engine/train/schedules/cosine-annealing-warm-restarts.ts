import { alongCosine, type CountedSchedule, documented, lowest, numberAt, wholeSteps } from './schedule.ts';

/** Half a cosine down, then from the top again, each time T_mult times as long (Loshchilov and Hutter 2016). */
export const cosineAnnealingWarmRestarts: CountedSchedule = {
  kind: 'counted',
  name: 'CosineAnnealingWarmRestarts',
  help: 'Lowers the learning rate along half a cosine, again and again.',
  source: documented('CosineAnnealingWarmRestarts'),
  settings: [
    wholeSteps('T_0', 5, 'Scheduler steps until the first restart.'),
    wholeSteps('T_mult', 2, 'By how much longer each stretch is than the one before.'),
    lowest,
  ],
  at: (steps, base, values) => {
    const growth = numberAt(values, 'T_mult');
    let [since, length] = [steps, numberAt(values, 'T_0')];
    if (growth === 1) since %= length;
    while (since >= length) {
      since -= length;
      length *= growth;
    }
    return { learningRate: alongCosine(base, numberAt(values, 'eta_min'), since / length) };
  },
};
