/** One number that differs from PyTorch's. */
export interface Difference {
  readonly part: 'output' | 'input gradient' | 'parameter gradient' | 'buffer';
  readonly text: string;
  readonly found: number;
  readonly expected: number;
  /** The element of the first input at the same place, where shapes agree. */
  readonly input: number;
}

interface Departure {
  readonly op: string;
  readonly covers: (difference: Difference) => boolean;
  readonly why: string;
}

/** Single numbers in which Nodegrad means to differ from PyTorch 1.13; cases with nothing worse are left out. */
const departures: readonly Departure[] = [
  {
    op: 'Softshrink',
    covers: ({ part, input }) => part === 'output' && Number.isNaN(input),
    why: 'PyTorch 1.13 makes NaN 0 (later versions do not); the other numbers agree',
  },
  {
    op: 'Softsign',
    covers: ({ part, input }) => part === 'input gradient' && Math.abs(input) === Number.POSITIVE_INFINITY,
    why: 'g/(1 + |x|)² is 0 at ±∞ where PyTorch subtracts ∞/∞ and has NaN; the other numbers agree',
  },
  {
    op: 'SoftMarginLoss',
    covers: ({ expected, found }) => Number.isNaN(expected) && Number.isFinite(found),
    why: "PyTorch's gradient overflows to ∞/∞ where Nodegrad's is finite; the other numbers agree",
  },
  {
    op: 'BCEWithLogitsLoss',
    covers: ({ part, input }) => part === 'output' && Math.abs(input) === Number.POSITIVE_INFINITY,
    why: 'softplus(z) − y z of an infinite logit is not that of PyTorch, (1 − y) z + softplus(−z); the other numbers agree',
  },
];

/** Why all the differences are meant, or undefined where one is not. */
export function meantDifferences(op: string, found: readonly Difference[]): string | undefined {
  const reasons = found.map((difference) =>
    departures.find((departure) => departure.op === op && departure.covers(difference)),
  );
  return reasons.includes(undefined) ? undefined : reasons[0]?.why;
}
