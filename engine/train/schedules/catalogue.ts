import { constantLR } from './constant.ts';
import { cosineAnnealingLR } from './cosine-annealing.ts';
import { cosineAnnealingWarmRestarts } from './cosine-annealing-warm-restarts.ts';
import { cyclicLR } from './cyclic.ts';
import { exponentialLR } from './exponential.ts';
import { linearLR } from './linear.ts';
import { multiStepLR } from './multi-step.ts';
import { oneCycleLR } from './one-cycle.ts';
import { polynomialLR } from './polynomial.ts';
import { reduceLROnPlateau } from './reduce-on-plateau.ts';
import type { Schedule } from './schedule.ts';
import { stepLR } from './step.ts';

/** Every schedule, in the order in which a person is offered them. */
export const schedules: readonly Schedule[] = [
  stepLR,
  multiStepLR,
  exponentialLR,
  cosineAnnealingLR,
  reduceLROnPlateau,
  oneCycleLR,
  cyclicLR,
  cosineAnnealingWarmRestarts,
  polynomialLR,
  constantLR,
  linearLR,
];

export const findSchedule = (name: string): Schedule | undefined =>
  schedules.find((schedule) => schedule.name === name);
