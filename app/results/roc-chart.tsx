import { CartesianGrid, Line, LineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import type { RocPoint } from '../../engine/train/metrics/roc-curve.ts';

export interface RocSeries {
  readonly name: string;
  readonly colour: string;
  /** A second cue beside the colour: SVG's dash pattern. */
  readonly dash: string;
  readonly points: readonly RocPoint[];
}

const ticks = [0, 0.25, 0.5, 0.75, 1];

/** Curves of true over false positives. Its own module, so that the chart library is fetched when it is first shown. */
export function RocChart({ series, size }: { readonly series: readonly RocSeries[]; readonly size: number }) {
  return (
    <LineChart
      width={size + 40}
      height={size}
      margin={{ top: 6, right: 12, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid stroke="var(--hair)" />
      <XAxis
        dataKey="falsePositiveRate"
        type="number"
        domain={[0, 1]}
        ticks={ticks}
        tickLine={false}
        axisLine={{ stroke: 'var(--edge)' }}
        height={20}
      />
      <YAxis width={40} domain={[0, 1]} ticks={ticks} tickLine={false} axisLine={false} />
      <ReferenceLine
        segment={[
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ]}
        stroke="var(--edge)"
        strokeDasharray="2 4"
      />
      {series.map(({ name, colour, dash, points }) => (
        <Line
          key={name}
          name={name}
          data={[...points]}
          dataKey="truePositiveRate"
          stroke={colour}
          strokeWidth={1.5}
          strokeDasharray={dash}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
          type="linear"
        />
      ))}
    </LineChart>
  );
}
