import type { SampleInput } from '../../../engine/operators/operator.ts';

/** One value of those that a sample asks for, from a generator of numbers in [0, 1). */
export function drawSampleValue(values: SampleInput['values'], random: () => number): number {
  switch (values.kind) {
    case 'uniform':
      return values.from + (values.to - values.from) * random();
    case 'signs':
      return random() < 0.5 ? -1 : 1;
    case 'classes':
      return Math.floor(random() * values.classes);
  }
}
