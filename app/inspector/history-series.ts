import { placesOf } from '../../engine/program/tensor.ts';
import { type History, historyBins, type Moment } from '../../engine/train/history.ts';
import type { ElementPaths, ParameterPath } from '../../engine/train/parameter-path.ts';
import { otherDash } from '../training/series.ts';

/** A curve of a history: over steps, or the path over its plane. */
export interface HistoryLine {
  readonly name: string;
  /** How it is told from others besides its colour; undefined for a whole line. */
  readonly dash: string | undefined;
  readonly colour: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Of the run that this one branched off: it steps back behind the others. */
  readonly isFormer?: true;
  /** Of the number that a person follows: it stands out. */
  readonly isFollowed?: true;
}

const main = 'var(--curve-train)';
const second = 'var(--curve-valid)';

/** How a line of the former run is drawn, here as in the charts of losses. */
export const formerStroke = { dash: otherDash(0), colour: 'var(--ink-3)', isFormer: true } as const;

const over = (moments: readonly Moment[], of: (moment: Moment) => number): HistoryLine['points'] =>
  moments.map((moment) => ({ x: moment.step, y: of(moment) }));

const formerLine = (
  former: readonly Moment[] | undefined,
  name: string,
  of: (moment: Moment) => number,
): readonly HistoryLine[] =>
  former === undefined
    ? []
    : [{ ...formerStroke, name: `${name} of the former run`, points: over(former, of) }];

/** The mean, one standard deviation to both sides of it, and the former run's mean. */
export const spreadLines = ({ moments, former }: History): readonly HistoryLine[] => [
  ...formerLine(former, 'mean', ({ mean }) => mean),
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

export const normLines = ({ moments, former }: History): readonly HistoryLine[] => [
  ...formerLine(former, 'norm', ({ norm }) => norm),
  { name: 'norm', dash: undefined, colour: main, points: over(moments, ({ norm }) => norm) },
];

/** Six patterns in two colours: as many as elements are followed. */
const dashes = [undefined, '6 2', '1.5 2.5', '7 2 1.5 2', '3 1.5', '10 3 3 3'] as const;

/** `[2, 0]`: an element by its place along each axis. */
export const elementName = (index: number, shape: readonly number[]): string =>
  `[${placesOf(index, shape).join(', ')}]`;

const pointsOf = (steps: readonly number[], values: readonly number[]): HistoryLine['points'] =>
  values.map((y, at) => ({ x: steps[at] ?? 0, y }));

const formerElements = (
  { steps, elements }: ElementPaths,
  shape: readonly number[],
): readonly HistoryLine[] =>
  elements.map(({ index, values }) => ({
    ...formerStroke,
    name: `${elementName(index, shape)} of the former run`,
    points: pointsOf(steps, values),
  }));

export const elementLines = (
  { steps, elements, former }: ParameterPath,
  shape: readonly number[],
  followed?: number,
): readonly HistoryLine[] => [
  ...(former === undefined ? [] : formerElements(former, shape)),
  ...elements.map(({ index, values }, place) => ({
    name: `${elementName(index, shape)}${index === followed ? ' followed' : ''}`,
    dash: dashes[place % dashes.length],
    colour: place < dashes.length ? main : second,
    points: pointsOf(steps, values),
    ...(index === followed ? { isFollowed: true as const } : {}),
  })),
];

export const planeLines = ({ plane, former }: ParameterPath): readonly HistoryLine[] => [
  ...(former === undefined
    ? []
    : [{ ...formerStroke, name: 'path of the former run', points: plane?.former ?? [] }]),
  { name: 'path', dash: undefined, colour: main, points: plane?.points ?? [] },
];

/** The moment that stands for a step: the last one up to it. */
export const momentAt = (moments: readonly Moment[], step: number): Moment | undefined =>
  moments.findLast((moment) => moment.step <= step) ?? moments[0];

/** Which steps and which numbers a drawing has room for. */
export interface Extent {
  readonly first: number;
  readonly last: number;
  readonly low: number;
  readonly high: number;
}

/** Room for all moments of all runs. */
export function extentOf(runs: readonly (readonly Moment[])[]): Extent {
  const all = runs.flat();
  return {
    first: all.reduce((least, { step }) => Math.min(least, step), Number.POSITIVE_INFINITY),
    last: all.reduce((most, { step }) => Math.max(most, step), Number.NEGATIVE_INFINITY),
    low: all.reduce((least, { minimum }) => Math.min(least, minimum), Number.POSITIVE_INFINITY),
    high: all.reduce((most, { maximum }) => Math.max(most, maximum), Number.NEGATIVE_INFINITY),
  };
}

/**
 * Histograms side by side, a column for each of `columns` equal stretches of steps, the largest number at the top: how full a bin
 * is of its column's fullest, as a square root from 0 to 1; NaN where no number lies, and after the run's last step.
 */
export function heatOf(
  moments: readonly Moment[],
  { first, last, low, high }: Extent,
  columns: number,
  rows: number,
): Float32Array {
  const cells = new Float32Array(columns * rows).fill(Number.NaN);
  const end = moments.at(-1)?.step ?? 0;
  for (let column = 0; column < columns; column += 1) {
    if (first + (column / columns) * (last - first) > end) break;
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
