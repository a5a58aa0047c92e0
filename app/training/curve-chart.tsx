import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { type ChartPoint, otherDash } from './series.ts';

interface CurveChartProps {
  /** Accessible name. */
  readonly label: string;
  readonly points: readonly ChartPoint[];
  /** How many other runs the points have beside their own. */
  readonly others: number;
  /** The epoch that is looked at, where that is of the past. */
  readonly cursor: number | undefined;
  readonly epochs: number;
  /** Upper end of the vertical axis; the data's largest where it is left out. */
  readonly top?: number;
  readonly format: (value: number) => string;
  /** CSS pixels. */
  readonly height: number;
}

const axisLine = { stroke: 'var(--edge)' };

/** Two curves over epochs. Its own module, so that the chart library is fetched when a chart is first shown. */
export const CurveChart = memo(function CurveChart(props: CurveChartProps) {
  const { label, points, others, cursor, epochs, top, format, height } = props;
  return (
    <div role="img" aria-label={label}>
      <ResponsiveContainer width="100%" height={height}>
        <LineChart
          data={[...points]}
          margin={{ top: 6, right: 12, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--hair)" />
          <XAxis
            dataKey="epoch"
            type="number"
            domain={[0, Math.max(1, epochs)]}
            allowDecimals={false}
            tickCount={5}
            tickLine={false}
            axisLine={axisLine}
            height={20}
          />
          <YAxis
            width={48}
            domain={[0, top ?? (points.length > 1 ? 'auto' : 1)]}
            tickCount={3}
            tickLine={false}
            axisLine={false}
            tickFormatter={format}
          />
          {cursor === undefined ? null : (
            <ReferenceLine x={cursor} stroke="var(--accent)" strokeWidth={1.5} />
          )}
          {Array.from({ length: others }, (_, index) => (
            <Line
              // biome-ignore lint/suspicious/noArrayIndexKey: a run is its place among those compared with
              key={index}
              dataKey={(point: ChartPoint) => point.others?.[index]}
              stroke="var(--ink-3)"
              strokeWidth={1.5}
              strokeDasharray={otherDash(index)}
              dot={false}
              activeDot={false}
              isAnimationActive={false}
              connectNulls
              type="linear"
            />
          ))}
          <Line
            dataKey="train"
            stroke="var(--curve-train)"
            strokeWidth={1.5}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
            connectNulls
            type="linear"
          />
          <Line
            dataKey="validation"
            stroke="var(--curve-valid)"
            strokeWidth={1.5}
            strokeDasharray="5 3"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
            connectNulls
            type="linear"
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
});
