import { useEffect, useState } from 'react';
import { count, decimalsFor, fixed } from '../live/number-text.ts';
import { useTraining } from '../training/status.ts';
import { requestHistory } from '../training/training-client.ts';
import { useThrottled } from '../training/use-throttled.ts';
import type { Spread } from '../worker/protocol.ts';

/** All kept steps are read again for it, in milliseconds. */
const interval = 2000;
const [width, height] = [240, 48];

function useHistory(key: string): readonly Spread[] {
  const moment = useThrottled(
    useTraining(({ run, moment }) => `${run} ${moment}`),
    interval,
  );
  const [history, setHistory] = useState<readonly Spread[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each moment the run may be at another step
  useEffect(() => {
    let isCurrent = true;
    void requestHistory(key).then((found) => {
      if (isCurrent) setHistory(found ?? []);
    });
    return () => {
      isCurrent = false;
    };
  }, [key, moment]);
  return history;
}

/** How a parameter's numbers moved over the run: from the smallest to the largest, one standard deviation, and their mean. */
export function ParameterHistory({ parameter }: { readonly parameter: string }) {
  const history = useHistory(parameter).filter(({ mean }) => Number.isFinite(mean));
  const [first, last] = [history[0], history.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  const low = Math.min(...history.map(({ minimum }) => minimum));
  const high = Math.max(...history.map(({ maximum }) => maximum));
  const x = (step: number): number => ((step - first.step) / (last.step - first.step)) * width;
  const y = (value: number): number =>
    high === low ? height / 2 : height - 2 - ((value - low) / (high - low)) * (height - 4);
  const points = (of: (spread: Spread) => number, spreads = history): string =>
    spreads.map((spread) => `${x(spread.step).toFixed(1)},${y(of(spread)).toFixed(1)}`).join(' ');
  const band = (upper: (spread: Spread) => number, lower: (spread: Spread) => number): string =>
    `${points(upper)} ${points(lower, history.toReversed())}`;
  const text = (value: number): string => fixed(value, decimalsFor(Math.max(Math.abs(low), Math.abs(high))));
  const said = `From step ${count(first.step)} to ${count(last.step)} the mean went from ${text(first.mean)} to ${text(last.mean)}, the standard deviation from ${text(first.standardDeviation)} to ${text(last.standardDeviation)}.`;
  return (
    <figure className="parameter-history">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={said}>
        <polygon
          points={band(
            ({ maximum }) => maximum,
            ({ minimum }) => minimum,
          )}
          fill="var(--hair)"
        />
        <polygon
          points={band(
            ({ mean, standardDeviation }) => mean + standardDeviation,
            ({ mean, standardDeviation }) => mean - standardDeviation,
          )}
          fill="var(--edge)"
          opacity="0.5"
        />
        <polyline
          points={points(({ mean }) => mean)}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <figcaption className="cap num">
        {text(low)} to {text(high)} · mean {text(first.mean)} → {text(last.mean)} · std{' '}
        {text(first.standardDeviation)} → {text(last.standardDeviation)}
      </figcaption>
    </figure>
  );
}
