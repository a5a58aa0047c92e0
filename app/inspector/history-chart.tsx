import { memo } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import type { HistoryLine } from './history-series.ts';

interface HistoryChartProps {
  readonly lines: readonly HistoryLine[];
  /** Of the step that is shown: a line across, or a point of the plane. */
  readonly cursor: { readonly x: number; readonly y?: number } | undefined;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  /** Takes a place on the horizontal axis that was clicked. */
  readonly onChoose?: (x: number) => void;
}

const height = 132;
const axisLine = { stroke: 'var(--edge)' };

/** Curves of a history. Its own module, so that the chart library is fetched when one is first shown. */
export const HistoryChart = memo(function HistoryChart(props: HistoryChartProps) {
  const { lines, cursor, formatX, formatY, onChoose } = props;
  return (
    <ResponsiveContainer width="100%" height={height}>
      <LineChart
        margin={{ top: 6, right: 10, bottom: 0, left: 0 }}
        accessibilityLayer={false}
        onClick={({ activeLabel }) => activeLabel !== undefined && onChoose?.(Number(activeLabel))}
      >
        <CartesianGrid vertical={false} stroke="var(--hair)" />
        <XAxis
          dataKey="x"
          type="number"
          domain={['dataMin', 'dataMax']}
          tickCount={4}
          tickFormatter={formatX}
          tickLine={false}
          axisLine={axisLine}
          height={20}
        />
        <YAxis
          width={52}
          domain={['auto', 'auto']}
          tickCount={4}
          tickFormatter={formatY}
          tickLine={false}
          axisLine={false}
        />
        {cursor === undefined || cursor.y !== undefined ? null : (
          <ReferenceLine x={cursor.x} stroke="var(--accent)" strokeWidth={1.5} />
        )}
        {lines.map(({ name, dash, colour, points, isFormer, isFollowed }) => (
          <Line
            key={name}
            name={name}
            data={[...points]}
            dataKey="y"
            stroke={colour}
            strokeWidth={isFollowed ? 3 : isFormer ? 1.25 : 1.5}
            {...(dash === undefined ? {} : { strokeDasharray: dash })}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
            type="linear"
          />
        ))}
        {cursor?.y === undefined ? null : (
          <ReferenceDot x={cursor.x} y={cursor.y} r={4} fill="var(--accent)" stroke="var(--sheet)" />
        )}
      </LineChart>
    </ResponsiveContainer>
  );
});
