import { type CountedSchedule, decay, documented, numberAt } from './schedule.ts';

/** η · γᵗ */
export const exponentialLR: CountedSchedule = {
  kind: 'counted',
  name: 'ExponentialLR',
  help: 'Multiplies the learning rate by γ at every step.',
  source: documented('ExponentialLR'),
  settings: [decay(0.95)],
  at: (steps, base, values) => ({ learningRate: base * numberAt(values, 'gamma') ** steps }),
};
