import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';

/** Most circles drawn in a column; more are said by an ellipsis. */
const shown = 8;
const size = 80;

/** Widths of the layers, from the data to the last: of everything with parameters, and what goes in. */
export function layerWidths(checked: CheckedGraph): readonly number[] {
  const widthOf = (id: string): number | undefined => {
    const output = checked.nodes.get(id)?.outputs.values().next().value;
    const last = output?.shape.at(-1);
    return output?.carries === 'numbers' && typeof last === 'number' ? last : undefined;
  };
  const layers = checked.order.filter((id) => {
    const node = checked.nodes.get(id);
    return node?.operator.category === 'layer' && node.parameters.length > 0;
  });
  const first = layers[0];
  const source =
    first === undefined ? undefined : checked.nodes.get(first)?.inputs.values().next().value?.[0];
  return [...(source === undefined ? [] : [source.from[0]]), ...layers].flatMap((id) => widthOf(id) ?? []);
}

/** A network as circles and lines, one column per layer. */
export function NetworkSketch({ widths }: { readonly widths: readonly number[] }) {
  const columns = widths.map((width, column) => {
    const count = Math.min(width, shown);
    const x = widths.length === 1 ? size / 2 : 8 + (column * (size - 16)) / (widths.length - 1);
    const step = Math.min(16, (size - 12) / Math.max(count, 1));
    return Array.from({ length: count }, (_, row) => ({ x, y: size / 2 + (row - (count - 1) / 2) * step }));
  });
  const lines = columns
    .slice(1)
    .flatMap((column, index) => (columns[index] ?? []).flatMap((from) => column.map((to) => ({ from, to }))));
  return (
    <svg width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
      <path
        d={lines.map(({ from, to }) => `M${from.x} ${from.y}L${to.x} ${to.y}`).join('')}
        stroke="var(--rule)"
        strokeWidth="0.8"
        fill="none"
      />
      {columns.map((column, index) =>
        column.map(({ x, y }) => (
          <circle
            key={`${x} ${y}`}
            cx={x}
            cy={y}
            r="3.6"
            fill={index === 0 ? 'var(--card)' : 'var(--cat-layer)'}
            stroke={index === 0 ? 'var(--cat-data)' : 'var(--card)'}
            strokeWidth={index === 0 ? 1.6 : 1}
          />
        )),
      )}
    </svg>
  );
}
