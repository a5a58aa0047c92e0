import { statisticsOf } from '../live/statistics.ts';
import type { Spread } from './protocol.ts';

/** How numbers lay at each of some steps. */
export const spreadsOf = (
  history: Iterable<{ readonly step: number; readonly data: Float32Array | Float64Array }>,
): readonly Spread[] =>
  Array.from(history, ({ step, data }) => {
    const { minimum, maximum, mean, standardDeviation } = statisticsOf(data);
    return { step, minimum, maximum, mean, standardDeviation };
  });
