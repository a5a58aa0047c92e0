import { type CSSProperties, memo, use, useMemo } from 'react';
import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from 'reactflow';
import type { GraphEdge } from '../../engine/graph/document.ts';
import { formatShape } from '../../engine/program/shape.ts';
import { portsInError } from '../diagnostics/faults.ts';
import { useDocument } from '../document/store.ts';
import { Formula } from '../formulas/formula.tsx';
import { useWireFlow, WireValues } from '../live/wire-values.tsx';
import { useWireSymbol } from './card-formula.ts';
import { carriedText } from './card-text.ts';
import { useWireMark } from './insertion.ts';
import { portOfHandle } from './port.tsx';
import { endsOnCards, useLane } from './shown-lanes.ts';
import { wireMiddle, wirePath } from './wire-path.ts';
import { ZoomLevelContext } from './zoom-level.ts';

/** Of the labels' type, in pixels. */
const characterWidth = 6.4;

interface WireLabelsProps {
  readonly edge: GraphEdge;
  readonly bad: boolean;
  /** What it carries, with the shape. */
  readonly carried: string | undefined;
  /** Alone, it is read whole, over the cards where need be. */
  readonly isSelected: boolean;
  /** Pixels between the cards. */
  readonly room: number;
  /** Along a lane, where other lanes lie close above and below, they stand in the wire itself. */
  readonly inLane: boolean;
  readonly x: number;
  readonly y: number;
}

function WireLabels({ edge, bad, carried = '', isSelected, room, inLane, x, y }: WireLabelsProps) {
  const [node, port] = edge.from;
  const symbol = useWireSymbol(node, port);
  const shape = useDocument(({ checked }) => {
    const type = checked.nodes.get(node)?.outputs.get(port);
    return type === undefined ? '' : formatShape(type.shape);
  });
  // Of several, each would lie over the cards beside it.
  const isRead = useDocument(({ selectedEdges }) => isSelected && selectedEdges.length === 1);
  const carries = useDocument(({ checked }) => checked.nodes.get(node)?.outputs.get(port)?.carries);
  const written = symbol === undefined ? null : <Formula expression={symbol} size="sm" />;
  const hasRoom = !inLane && carried.length * characterWidth <= room;
  const told = (
    <>
      <span>{isRead || hasRoom ? carried : shape}</span>
      {carries === 'numbers' ? <WireValues edge={edge} /> : null}
    </>
  );
  const looks = `wl ${bad ? 'bad' : ''} ${isRead ? 'read' : ''}`;
  if (inLane) {
    return (
      <div
        className={`${looks} lane`}
        style={{ transform: `translate(${x}px, ${y}px) translate(-50%, -50%)` }}
      >
        {written}
        {told}
      </div>
    );
  }
  return (
    <>
      {written === null ? null : (
        <div className="wl" style={{ transform: `translate(${x}px, ${y - 3}px) translate(-50%, -100%)` }}>
          {written}
        </div>
      )}
      <div className={looks} style={{ transform: `translate(${x}px, ${y + 5}px) translate(-50%, 0)` }}>
        {told}
      </div>
    </>
  );
}

/** A wire: the symbol of what it carries above, the shape below, as on an arrow of a diagram. */
export const Wire = memo(function Wire({
  id,
  source,
  sourceHandleId,
  target,
  targetHandleId,
  sourceX,
  sourceY,
  targetX,
  targetY,
  selected,
}: EdgeProps) {
  const level = use(ZoomLevelContext);
  const targetPort = portOfHandle(targetHandleId);
  const bad = useDocument(({ checked }) => portsInError(checked.diagnostics, target).includes(targetPort));
  const mark = useWireMark(id);
  const edge = useMemo<GraphEdge>(
    () => ({ from: [source, sourceHandleId ?? ''], to: [target, targetPort] }),
    [source, sourceHandleId, target, targetPort],
  );
  const carried = useDocument(({ checked }) => carriedText(checked, edge.from));
  const { width, pass, isItsTurn } = useWireFlow(edge);
  const lane = useLane(id);
  const ends = endsOnCards({ sourceX, sourceY, targetX, targetY });
  const { x, y } = wireMiddle(ends, lane);
  const path = wirePath(ends, lane);
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={`${bad ? 'bad' : ''} ${mark ?? ''} ${pass ?? ''}`}
        {...(width === undefined ? {} : { style: { '--flow': `${width}px` } as CSSProperties })}
      />
      {isItsTurn ? <path d={path} pathLength={100} className={`pulse ${pass}`} /> : null}
      {carried === undefined ? null : <title>{carried}</title>}
      {level !== 'card' ? null : (
        <EdgeLabelRenderer>
          <WireLabels
            edge={edge}
            bad={bad}
            carried={carried}
            isSelected={selected === true}
            room={ends.targetX - ends.sourceX - 24}
            inLane={lane !== undefined}
            x={x}
            y={y}
          />
        </EdgeLabelRenderer>
      )}
    </>
  );
});
