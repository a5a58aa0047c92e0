import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { ChartPoint } from './series.ts';

interface CurveChartProps {
  readonly points: readonly ChartPoint[];
  readonly epochs: number;
  /** Upper end of the vertical axis; the data's largest where it is left out. */
  readonly top?: number;
  readonly format: (value: number) => string;
  /** CSS pixels. */
  readonly height: number;
}

const axisLine = { stroke: 'var(--edge)' };

/** Two curves over epochs. Its own module, so that the chart library is fetched when a chart is first shown. */
export const CurveChart = memo(function CurveChart({ points, epochs, top, format, height }: CurveChartProps) {
  return (
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
  );
});
