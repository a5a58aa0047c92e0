import { type CountedSchedule, documented, numberAt, wholeSteps } from './schedule.ts';

/** η (1 − t/T)^power up to T = total_iters, 0 from there on. */
export const polynomialLR: CountedSchedule = {
  kind: 'counted',
  name: 'PolynomialLR',
  help: 'Lowers the learning rate to 0 as a power of the steps that remain.',
  source: documented('PolynomialLR'),
  settings: [
    wholeSteps('total_iters', 'run', 'Scheduler steps until 0.'),
    { name: 'power', kind: 'number', default: 1, minimum: 0, help: '1 is a straight line.' },
  ],
  at: (steps, base, values) => {
    const total = numberAt(values, 'total_iters');
    return { learningRate: base * (1 - Math.min(steps, total) / total) ** numberAt(values, 'power') };
  },
};
