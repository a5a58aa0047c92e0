import { useState } from 'react';
import { followedElement } from '../../engine/graph/formula/live-numbers.ts';
import { keyParts } from '../../engine/graph/parameter-keys.ts';
import { outputKey } from '../../engine/program/program.ts';
import type { History, HistorySubject, Moment } from '../../engine/train/history.ts';
import type { ParameterPath } from '../../engine/train/parameter-path.ts';
import { useFollowed } from '../formulas/use-following.ts';
import { brief, count, decimalsFor, fixed, percent } from '../live/number-text.ts';
import { useTraining } from '../training/status.ts';
import { travelTo } from '../training/time-travel.ts';
import { later } from '../ui/later.tsx';
import { Select } from '../ui/select.tsx';
import { TableButton } from '../ui/table-button.tsx';
import { HistoryHeat } from './history-heat.tsx';
import {
  elementLines,
  extentOf,
  formerStroke,
  type HistoryLine,
  normLines,
  planeLines,
  spreadLines,
} from './history-series.ts';
import { HistoryTable } from './history-table.tsx';
import { useHistory, usePath } from './use-history.ts';
import './history.css';

const HistoryChart = later(() => import('./history-chart.tsx').then((module) => module.HistoryChart), {
  isAhead: false,
});

const views = [
  { value: 'histograms', label: 'Histograms' },
  { value: 'spread', label: 'Mean ± standard deviation' },
  { value: 'norm', label: 'Norm' },
] as const;
const pathViews = [
  { value: 'elements', label: 'Path: element by element' },
  { value: 'plane', label: 'Path: principal components' },
] as const;

type View = (typeof views)[number]['value'] | (typeof pathViews)[number]['value'];

interface TensorHistoryProps {
  readonly subject: HistorySubject;
  /** What it is the history of: 'weight', 'gradient of output'. */
  readonly name: string;
  readonly shape: readonly number[];
}

function linesOf(
  view: View,
  history: History,
  path: ParameterPath | undefined,
  shape: readonly number[],
  followed: number | undefined,
): readonly HistoryLine[] {
  switch (view) {
    case 'histograms':
      return [];
    case 'spread':
      return spreadLines(history);
    case 'norm':
      return normLines(history);
    case 'elements':
      return path === undefined ? [] : elementLines(path, shape, followed);
    case 'plane':
      return path === undefined ? [] : planeLines(path);
  }
}

/** Axis text for numbers of such a size. */
const axisFormat =
  (size: number) =>
  (value: number): string =>
    size !== 0 && (size < 1e-2 || size >= 1e4) ? brief(value) : fixed(value, Math.min(4, decimalsFor(size)));

const finite = (moments: readonly Moment[]): readonly Moment[] =>
  moments.filter(({ mean }) => Number.isFinite(mean));

/** Which of a parameter's numbers is followed, by its place row by row. */
function useFollowedElement(subject: HistorySubject, shape: readonly number[]): number | undefined {
  const followed = useFollowed();
  if (subject.kind !== 'parameter') return undefined;
  const { node, parameter } = keyParts(subject.key);
  return followedElement(followed, outputKey('parameter', node, parameter), shape);
}

/** A tensor over the run: histograms, spread, norm, and of a parameter its path; a click goes to that step. The former run stands beside it. */
export function TensorHistory({ subject, name, shape }: TensorHistoryProps) {
  const [view, setView] = useState<View>('histograms');
  const [asTable, setAsTable] = useState(false);
  const isPath = view === 'elements' || view === 'plane';
  const all = useHistory(subject);
  const history: History = { moments: finite(all.moments), former: all.former && finite(all.former) };
  const { moments, former } = history;
  const element = useFollowedElement(subject, shape);
  const path = usePath(isPath && subject.kind === 'parameter' ? subject.key : undefined, element);
  const shown = useTraining(({ travelling, progress }) => ({
    step: travelling?.to ?? progress?.step ?? 0,
  })).step;
  const [first, last] = [moments[0], moments.at(-1)];
  const [formerFirst, formerLast] = [former?.[0], former?.at(-1)];
  const extent = extentOf([moments, former ?? []]);
  if (first === undefined || last === undefined || extent.first === extent.last) return null;
  const lines = linesOf(view, history, path, shape, element);
  const { low, high } = extent;
  const format = axisFormat(Math.max(Math.abs(low), Math.abs(high)));
  const sizeOf = (along: 'x' | 'y'): number =>
    Math.max(0, ...lines.flatMap(({ points }) => points.map((point) => Math.abs(point[along]))));
  const text = axisFormat(sizeOf('y'));
  const explained = path?.plane?.explained;
  const point = path?.plane?.points.findLast(({ step }) => step <= shown);
  const heading = `${name.slice(0, 1).toUpperCase()}${name.slice(1)} over the run`;
  const said = `${name} over the run, steps ${count(first.step)} to ${count(last.step)}`;
  return (
    <section className="sec over-run" aria-label={`${name} over the run`}>
      <h4>
        {heading} <span className="num">{count(moments.length)} steps</span>
        <span className="r">
          <TableButton of={`${name} over the run`} asTable={asTable} onChange={setAsTable} />
        </span>
      </h4>
      <Select
        label={`What to show of ${name} over the run`}
        value={view}
        options={subject.kind === 'parameter' ? [...views, ...pathViews] : views}
        onChange={setView}
      />
      {asTable ? (
        <HistoryTable label={said} history={history} path={isPath ? path : undefined} shape={shape} />
      ) : view === 'histograms' ? (
        <HistoryHeat
          history={history}
          extent={extent}
          cursor={shown}
          format={format}
          onStep={travelTo}
          label={`${said}: histograms from ${format(low)} to ${format(high)}`}
        />
      ) : view === 'plane' && path !== undefined && path.plane === undefined ? (
        <p className="cap">A path over a plane needs three numbers that moved, at three kept steps.</p>
      ) : (
        <div
          className="history-drawing"
          role="img"
          aria-label={`${said}: ${[
            ...lines.filter(({ isFormer }) => isFormer !== true).map((line) => line.name),
            ...(former === undefined ? [] : ['the former run']),
          ].join(', ')}`}
        >
          {lines.length === 0 ? null : (
            <HistoryChart
              lines={lines}
              cursor={view === 'plane' ? point : { x: shown }}
              formatX={view === 'plane' ? axisFormat(sizeOf('x')) : count}
              formatY={text}
              {...(view === 'plane' ? {} : { onChoose: travelTo })}
            />
          )}
        </div>
      )}
      {lines.length === 0 || asTable ? null : (
        <Keys
          lines={view === 'elements' ? lines : []}
          size={path?.size ?? 0}
          hasFormer={former !== undefined}
        />
      )}
      {view === 'plane' && explained !== undefined ? (
        <p className="cap num">
          {`Component 1 across, ${percent(explained[0])} of the variance${former === undefined ? '' : ' of both runs'}; component 2 up, ${percent(explained[1])}. From ${count(path?.plane?.points.length ?? 0)} steps; the point is step ${count(point?.step ?? 0)}.`}
        </p>
      ) : (
        <>
          <FromTo first={first} last={last} format={format} />
          {formerFirst === undefined || formerLast === undefined ? null : (
            <FromTo of="former run" first={formerFirst} last={formerLast} format={format} />
          )}
        </>
      )}
    </section>
  );
}

/** What became of a tensor from the first kept step to the last, each figure in one piece. */
function FromTo({
  of,
  first,
  last,
  format,
}: {
  readonly of?: string;
  readonly first: Moment;
  readonly last: Moment;
  readonly format: (value: number) => string;
}) {
  const length = axisFormat(Math.max(first.norm, last.norm));
  const figures = [
    ['mean', format(first.mean), format(last.mean)],
    ['std', format(first.standardDeviation), format(last.standardDeviation)],
    ['norm', length(first.norm), length(last.norm)],
    ['zeros', percent(first.zeros), percent(last.zeros)],
  ] as const;
  return (
    <p className="cap num from-to">
      {of === undefined ? null : <b>{of}</b>}
      {figures.map(([what, from, to]) => (
        <span key={what}>{`${what} ${from} → ${to}`}</span>
      ))}
    </p>
  );
}

/** Which line is which element, that there are more, and which are the former run's. */
function Keys({
  lines,
  size,
  hasFormer,
}: {
  readonly lines: readonly HistoryLine[];
  /** How many elements there are. */
  readonly size: number;
  readonly hasFormer: boolean;
}) {
  const own = lines.filter(({ isFormer }) => isFormer !== true);
  const keys: readonly HistoryLine[] = [
    ...own,
    ...(hasFormer ? [{ ...formerStroke, name: 'former run', points: [] }] : []),
  ];
  if (keys.length === 0) return null;
  return (
    <div className="history-keys num">
      {keys.map(({ name, dash, colour, isFollowed }) => (
        <span key={name}>
          <svg width="22" height="8" aria-hidden="true">
            <path d="M0 4h22" stroke={colour} strokeWidth={isFollowed ? 3 : 1.5} strokeDasharray={dash} />
          </svg>
          {name}
        </span>
      ))}
      {size <= own.length || own.length === 0 ? null : (
        <span className="cap">
          {own.length} of {count(size)}: those that moved furthest
          {own.some(({ isFollowed }) => isFollowed) ? ' and the followed one' : ''}
        </span>
      )}
    </div>
  );
}
