import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import type { BlockDefinition, GraphDocument } from '../../engine/graph/document.ts';

/** Size of the picture, in pixels. */
const size = { width: 96, height: 34 };
const mark = { width: 12, height: 8 };

/** What is inside a block, small: a mark for each node in its colour, and the wires between them. */
export function BlockSketch({
  document,
  block,
}: {
  readonly document: Pick<GraphDocument, 'blocks'>;
  readonly block: BlockDefinition;
}) {
  const { nodes, edges } = block;
  const xs = nodes.map(({ position }) => position.x);
  const ys = nodes.map(({ position }) => position.y);
  const span = (values: readonly number[]) => ({
    least: Math.min(...values),
    extent: Math.max(...values) - Math.min(...values),
  });
  const [across, down] = [span(xs), span(ys)];
  const scale = Math.min(
    (size.width - mark.width) / Math.max(across.extent, 1),
    (size.height - mark.height) / Math.max(down.extent, 1),
    0.2,
  );
  const [left, top] = [
    (size.width - mark.width - across.extent * scale) / 2,
    (size.height - mark.height - down.extent * scale) / 2,
  ];
  const places = new Map(
    nodes.map(({ id, position }) => [
      id,
      { x: left + (position.x - across.least) * scale, y: top + (position.y - down.least) * scale },
    ]),
  );
  return (
    <svg className="block-sketch" width={size.width} height={size.height} aria-hidden="true">
      {edges.map(({ from, to }) => {
        const [source, target] = [places.get(from[0]), places.get(to[0])];
        if (source === undefined && target === undefined) return null;
        const start = source === undefined ? 0 : source.x + mark.width;
        const end = target === undefined ? size.width : target.x;
        const middle = mark.height / 2;
        const startY = (source ?? target)?.y ?? 0;
        const endY = (target ?? source)?.y ?? 0;
        return (
          <path
            key={[...from, ...to].join(' ')}
            d={`M${start} ${startY + middle}L${end} ${endY + middle}`}
            stroke="var(--edge)"
          />
        );
      })}
      {nodes.map((node) => {
        const place = places.get(node.id);
        return (
          <rect
            key={node.id}
            x={place?.x}
            y={place?.y}
            {...mark}
            rx={1.5}
            className={`cat-${operatorIn(document, node)?.category ?? 'data'}`}
            fill="currentColor"
          />
        );
      })}
    </svg>
  );
}
