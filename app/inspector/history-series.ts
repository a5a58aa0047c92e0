import { historyBins, type Moment } from '../../engine/train/history.ts';
import type { ParameterPath } from '../../engine/train/parameter-path.ts';

/** A curve of a history: over steps, or the path over its plane. */
export interface HistoryLine {
  readonly name: string;
  /** How it is told from others besides its colour; undefined for a whole line. */
  readonly dash: string | undefined;
  readonly colour: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const main = 'var(--curve-train)';
const second = 'var(--curve-valid)';

const over = (moments: readonly Moment[], of: (moment: Moment) => number): HistoryLine['points'] =>
  moments.map((moment) => ({ x: moment.step, y: of(moment) }));

/** The mean, and one standard deviation to both sides of it. */
export const spreadLines = (moments: readonly Moment[]): readonly HistoryLine[] => [
  {
    name: 'mean + sd',
    dash: '4 3',
    colour: second,
    points: over(moments, ({ mean, standardDeviation }) => mean + standardDeviation),
  },
  { name: 'mean', dash: undefined, colour: main, points: over(moments, ({ mean }) => mean) },
  {
    name: 'mean − sd',
    dash: '1.5 2.5',
    colour: second,
    points: over(moments, ({ mean, standardDeviation }) => mean - standardDeviation),
  },
];

export const normLines = (moments: readonly Moment[]): readonly HistoryLine[] => [
  { name: 'norm', dash: undefined, colour: main, points: over(moments, ({ norm }) => norm) },
];

/** Six patterns in two colours: as many as elements are followed. */
const dashes = [undefined, '6 2', '1.5 2.5', '7 2 1.5 2', '3 1.5', '10 3 3 3'] as const;

/** `[2, 0]`: an element by its place along each axis. */
export function elementName(index: number, shape: readonly number[]): string {
  const places: number[] = [];
  let rest = index;
  for (const size of shape.toReversed()) {
    places.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${places.join(', ')}]`;
}

export const elementLines = (
  { steps, elements }: ParameterPath,
  shape: readonly number[],
): readonly HistoryLine[] =>
  elements.map(({ index, values }, place) => ({
    name: elementName(index, shape),
    dash: dashes[place % dashes.length],
    colour: place < dashes.length ? main : second,
    points: values.map((y, at) => ({ x: steps[at] ?? 0, y })),
  }));

export const planeLines = ({ plane }: ParameterPath): readonly HistoryLine[] => [
  { name: 'path', dash: undefined, colour: main, points: plane?.points ?? [] },
];

/** The moment that stands for a step: the last one up to it. */
export const momentAt = (moments: readonly Moment[], step: number): Moment | undefined =>
  moments.findLast((moment) => moment.step <= step) ?? moments[0];

/**
 * Histograms side by side, a column for each of `columns` equal stretches of steps, the largest number at the top: how full a bin
 * is of its column's fullest, as a square root from 0 to 1; NaN where no number lies.
 */
export function heatOf(moments: readonly Moment[], columns: number, rows: number): Float32Array {
  const cells = new Float32Array(columns * rows).fill(Number.NaN);
  const { low, high } = rangeOf(moments);
  const [first, last] = [moments[0]?.step ?? 0, moments.at(-1)?.step ?? 0];
  for (let column = 0; column < columns; column += 1) {
    const at = momentAt(moments, first + ((column + 0.5) / columns) * (last - first));
    if (at === undefined) continue;
    const peak = Math.max(1, ...at.counts);
    const rowOf = (value: number): number =>
      high === low ? 0 : Math.min(rows - 1, Math.floor(((high - value) / (high - low)) * rows));
    const width = (at.maximum - at.minimum) / historyBins;
    at.counts.forEach((amount, bin) => {
      if (amount === 0) return;
      const filled = Math.sqrt(amount / peak);
      const bottom = rowOf(at.minimum + bin * width);
      for (let row = rowOf(at.minimum + (bin + 1) * width); row <= bottom; row += 1) {
        const cell = row * columns + column;
        const before = cells[cell] as number;
        cells[cell] = Number.isNaN(before) ? filled : Math.max(before, filled);
      }
    });
  }
  return cells;
}

export const rangeOf = (moments: readonly Moment[]): { readonly low: number; readonly high: number } => ({
  low: moments.reduce((least, { minimum }) => Math.min(least, minimum), Number.POSITIVE_INFINITY),
  high: moments.reduce((most, { maximum }) => Math.max(most, maximum), Number.NEGATIVE_INFINITY),
});
