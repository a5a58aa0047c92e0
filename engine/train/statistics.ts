/** What is said of a tensor as a whole; for showing only. */
export interface Statistics {
  readonly count: number;
  /** Of the finite values; NaN where there are none. */
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** Of the finite values as the whole population. */
  readonly standardDeviation: number;
  /** L2 norm of the finite values. */
  readonly norm: number;
  /** Share of exact zeros, 0 to 1. */
  readonly zeros: number;
  /** NaN and infinite values. */
  readonly notFinite: number;
}

export function statisticsOf(data: Float64Array | Float32Array): Statistics {
  let finite = 0;
  let sum = 0;
  let zeros = 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    finite += 1;
    sum += value;
    if (value === 0) zeros += 1;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  const mean = sum / finite;
  let squares = 0;
  let power = 0;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    squares += (value - mean) ** 2;
    power += value * value;
  }
  return {
    count: data.length,
    minimum: finite === 0 ? Number.NaN : minimum,
    maximum: finite === 0 ? Number.NaN : maximum,
    mean,
    standardDeviation: Math.sqrt(squares / finite),
    norm: Math.sqrt(power),
    zeros: data.length === 0 ? 0 : zeros / data.length,
    notFinite: data.length - finite,
  };
}

/** Counts of the finite values in equal bins from the smallest to the largest; the last bin holds its upper edge. */
export function histogramOf(
  data: Float64Array | Float32Array,
  { minimum, maximum }: Pick<Statistics, 'minimum' | 'maximum'>,
  bins: number,
): readonly number[] {
  const counts = new Array<number>(bins).fill(0);
  const width = maximum - minimum;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    const bin = width === 0 ? 0 : Math.min(bins - 1, Math.floor(((value - minimum) / width) * bins));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}
