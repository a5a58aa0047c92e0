import { useMemo } from 'react';
import { histogramOf, type Statistics, statisticsOf } from '../../engine/train/statistics.ts';
import { brief, count, fixed, percent } from '../live/number-text.ts';
import type { SentTensor } from '../worker/protocol.ts';

const bins = 24;
const height = 52;
const barWidth = 11;

const readable = (value: number): string =>
  value !== 0 && Math.abs(value) < 1e-3 ? brief(value) : fixed(value, 3);

function Figures({
  shape,
  statistics,
}: {
  readonly shape: readonly number[];
  readonly statistics: Statistics;
}) {
  const { minimum, maximum, mean, standardDeviation, zeros, notFinite } = statistics;
  return (
    <div className="stats">
      <span>shape</span>
      <span className="num">{shape.length === 0 ? '1' : shape.join('×')}</span>
      <i />
      <span>count</span>
      <span className="num">{count(statistics.count)}</span>
      <span>min</span>
      <span className="num">{readable(minimum)}</span>
      <i />
      <span>max</span>
      <span className="num">{readable(maximum)}</span>
      <span>mean</span>
      <span className="num">{readable(mean)}</span>
      <i />
      <span>std</span>
      <span className="num">{readable(standardDeviation)}</span>
      <span>zeros</span>
      <span className="num">{percent(zeros)}</span>
      <i />
      <span title="NaN and infinite">not finite</span>
      <span className={notFinite > 0 ? 'num is-error' : 'num'}>{count(notFinite)}</span>
    </div>
  );
}

function Histogram({ data, statistics }: { readonly data: Float64Array; readonly statistics: Statistics }) {
  const counts = useMemo(() => histogramOf(data, statistics, bins), [data, statistics]);
  const peak = Math.max(1, ...counts);
  const label = `Histogram from ${readable(statistics.minimum)} to ${readable(statistics.maximum)}, most ${peak}`;
  return (
    <section className="sec">
      <h4>
        Histogram
        <span className="r cap">√ count, peak {count(peak)}</span>
      </h4>
      <svg
        viewBox={`0 0 ${bins * barWidth} ${height}`}
        preserveAspectRatio="none"
        className="histogram"
        role="img"
        aria-label={label}
      >
        {counts.map((amount, index) => {
          const size = amount === 0 ? 0 : Math.max(1, Math.sqrt(amount / peak) * height);
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
              key={index}
              x={index * barWidth}
              y={height - size}
              width={barWidth - 1}
              height={size}
            />
          );
        })}
      </svg>
      <div className="ends num">
        <span>{readable(statistics.minimum)}</span>
        <span>{readable(statistics.maximum)}</span>
      </div>
    </section>
  );
}

/** What a tensor is like as a whole: its figures and how its numbers are spread. */
export function TensorNumbers({ tensor }: { readonly tensor: SentTensor }) {
  const statistics = useMemo(() => statisticsOf(tensor.data), [tensor]);
  return (
    <>
      <section className="sec">
        <Figures shape={tensor.shape} statistics={statistics} />
      </section>
      {tensor.data.length > 1 ? <Histogram data={tensor.data} statistics={statistics} /> : null}
    </>
  );
}
