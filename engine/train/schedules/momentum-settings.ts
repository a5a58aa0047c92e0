import type { Setting } from '../settings.ts';

/** How momentum mirrors the learning rate in cyclic schedules: high where that is low. */
export const momentumSettings = (low: number, high: number): readonly Setting[] => [
  {
    name: 'cycle_momentum',
    kind: 'boolean',
    default: true,
    help: 'Moves momentum (β₁ of Adam) against the learning rate.',
  },
  {
    name: 'base_momentum',
    kind: 'number',
    default: low,
    minimum: 0,
    maximum: 1,
    help: 'Momentum at the highest learning rate.',
  },
  {
    name: 'max_momentum',
    kind: 'number',
    default: high,
    minimum: 0,
    maximum: 1,
    help: 'Momentum at the lowest learning rate.',
  },
];
