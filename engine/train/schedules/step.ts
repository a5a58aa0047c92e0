import { type CountedSchedule, decay, documented, numberAt, wholeSteps } from './schedule.ts';

/** η · γ^⌊t / step_size⌋ */
export const stepLR: CountedSchedule = {
  kind: 'counted',
  name: 'StepLR',
  help: 'Multiplies the learning rate by γ every step_size steps.',
  source: documented('StepLR'),
  settings: [wholeSteps('step_size', 10, 'Scheduler steps between two changes.'), decay(0.1)],
  at: (steps, base, values) => ({
    learningRate: base * numberAt(values, 'gamma') ** Math.floor(steps / numberAt(values, 'step_size')),
  }),
};
