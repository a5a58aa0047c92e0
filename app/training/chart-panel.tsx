import { startTransition, useEffect, useMemo, useRef, useState } from 'react';
import { later } from '../ui/later.tsx';
import { Steady } from '../ui/steady.tsx';
import { TableButton } from '../ui/table-button.tsx';
import { type ChartPoint, otherDash, overlaid, thinned } from './series.ts';
import { useThrottled } from './use-throttled.ts';

const CurveChart = later(() => import('./curve-chart.tsx').then((module) => module.CurveChart), {
  isAhead: false,
  meanwhile: <div className="outline" />,
});

interface ChartPanelProps {
  readonly title: string;
  readonly points: readonly ChartPoint[];
  /** Runs to compare with. */
  readonly others: readonly { readonly name: string; readonly points: readonly ChartPoint[] }[];
  /** The epoch that is looked at, where that is of the past. */
  readonly cursor: number | undefined;
  readonly epochs: number;
  readonly top?: number;
  /** Whether there is, or will be, a curve of the validation part. */
  readonly isValidated: boolean;
  /** For the legend and the table. */
  readonly format: (value: number) => string;
  /** Characters that what it gives usually needs. */
  readonly room: number;
  readonly formatAxis: (value: number) => string;
  readonly isStale: boolean;
  /** Said in place of the curves before there are any. */
  readonly empty: string;
  /** Milliseconds after which it is first drawn: charts are costly to set up, so they take turns. */
  readonly turn: number;
}

/** At most five drawings a second, in milliseconds. */
const interval = 200;

const shown = (value: number | undefined, format: (value: number) => string): string =>
  value === undefined ? '–' : format(value);

const dashes = { train: undefined, valid: '5 3', other: otherDash(0) } as const;

/** How a curve is drawn, and what it is. */
export function Key({
  name,
  value = '',
  room = 0,
  kind,
  dash = dashes[kind],
  title,
}: {
  readonly name: string;
  readonly value?: string;
  /** Characters to keep free for the value. */
  readonly room?: number;
  readonly kind: keyof typeof dashes;
  readonly dash?: string | undefined;
  readonly title?: string;
}) {
  return (
    <span className={`key ${kind}`} title={title}>
      <svg width="18" height="8" aria-hidden="true">
        <path d="M0 4h18" stroke="currentColor" strokeWidth="1.5" strokeDasharray={dash} />
      </svg>
      {name} <Steady room={room}>{value}</Steady>
    </span>
  );
}

/** Height of the place for the drawing, followed as the panel is resized; 0 until it is known. */
function useHeight() {
  const place = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setHeight(Math.floor(element.clientHeight)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { place, height };
}

/** True from `turn` milliseconds on. */
function useTurn(turn: number): boolean {
  const [isTurn, setIsTurn] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setIsTurn(true)), turn);
    return () => clearTimeout(timer);
  }, [turn]);
  return isTurn;
}

/** A chart of two curves with its key, or the same numbers as a table. */
export function ChartPanel(props: ChartPanelProps) {
  const { title, others, cursor, epochs, top, isValidated, format, room, formatAxis, isStale, empty, turn } =
    props;
  const [asTable, setAsTable] = useState(false);
  const points = useThrottled(props.points, interval);
  const drawn = useMemo(
    () =>
      overlaid(
        thinned(points),
        others.map((other) => thinned(other.points)),
      ),
    [points, others],
  );
  const seen = cursor === undefined ? points : points.filter(({ epoch }) => epoch <= cursor);
  const last = seen.at(-1);
  const lastValidation = seen.findLast(({ validation }) => validation !== undefined)?.validation;
  const { place, height } = useHeight();
  const isTurn = useTurn(turn);
  return (
    <section className="chart" aria-label={title}>
      <h4>
        {title}
        <span className="keys">
          <Key name="train" value={shown(last?.train, format)} room={room} kind="train" />
          {isValidated || lastValidation !== undefined ? (
            <Key name="validation" value={shown(lastValidation, format)} room={room} kind="valid" />
          ) : null}
          {others.map((other, index) => (
            <Key
              // biome-ignore lint/suspicious/noArrayIndexKey: two runs may be called alike
              key={index}
              name={other.name}
              kind="other"
              dash={otherDash(index)}
              title="Of its validation part; of training where it has none."
            />
          ))}
        </span>
        <span className="r">
          <TableButton of={title} asTable={asTable} onChange={setAsTable} />
        </span>
      </h4>
      {asTable ? (
        <PointTable title={title} points={points} format={format} />
      ) : (
        <div className={isStale ? 'curves stale' : 'curves'} ref={place}>
          {isTurn && height > 0 ? (
            <CurveChart
              label={`${title} per epoch`}
              points={drawn}
              others={others.length}
              cursor={cursor}
              epochs={epochs}
              {...(top === undefined ? {} : { top })}
              format={formatAxis}
              height={height}
            />
          ) : (
            <div className="outline" />
          )}
          {points.length > 1 || others.length > 0 ? null : <p className="cap empty-chart">{empty}</p>}
        </div>
      )}
    </section>
  );
}

function PointTable({ title, points, format }: Pick<ChartPanelProps, 'title' | 'points' | 'format'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={`${title}, numbers`}>
      <table>
        <thead>
          <tr>
            <th scope="col">epoch</th>
            <th scope="col" className="n">
              train
            </th>
            <th scope="col" className="n">
              validation
            </th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.epoch}>
              <td className="num">{point.epoch}</td>
              <td className="n">{shown(point.train, format)}</td>
              <td className="n">{shown(point.validation, format)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
