import { type PointerEvent, useRef, useState } from 'react';
import { type Point, pointNear } from '../../engine/data/own/points.ts';
import { type Plane, placeOn, pointAt } from '../../engine/data/plane.ts';

/** Shares of the plane's sides. */
interface Place {
  readonly left: number;
  readonly top: number;
}

interface Drag {
  /** Undefined where the pointer went down on no point. */
  readonly point: Point | undefined;
  readonly from: Place;
  readonly to: Place;
  readonly isMoved: boolean;
}

/** Pixels around a point that are taken for it. A mouse must still be able to draw one beside another. */
const reachOf: Readonly<Record<string, number>> = { touch: 14, pen: 8 };
const mouseReach = 6;
/** A hand is never quite still: pixels from which on it drags. */
const threshold = 3;

const within = (share: number): number => Math.min(1, Math.max(0, share));

interface Points {
  readonly plane: Plane;
  readonly points: readonly Point[];
  readonly onAdd: (at: Point['at']) => void;
  readonly onSelect: (point: Point) => void;
  readonly onMove: (point: Point, to: Point['at']) => void;
}

/** Where a point that is dragged is now; the offset at which it was taken is kept. */
function draggedTo(plane: Plane, { point, from, to }: Drag): Point['at'] {
  if (point === undefined) return pointAt(plane, within(to.left), within(to.top));
  const { left, top } = placeOn(plane, point.at);
  return pointAt(plane, within(left + to.left - from.left), within(top + to.top - from.top));
}

/** A pointer on the plane adds a point, selects one, or takes it elsewhere; the table changes only when it is let go. */
export function usePointDrag({ plane, points, onAdd, onSelect, onMove }: Points) {
  const drag = useRef<Drag>(undefined);
  const [shown, setShown] = useState<Point>();
  const [isOver, setIsOver] = useState(false);

  const end = (): boolean => {
    const wasDragged = drag.current !== undefined;
    drag.current = undefined;
    setShown(undefined);
    return wasDragged;
  };
  const at = ({ clientX, clientY, currentTarget, pointerType }: PointerEvent<HTMLElement>) => {
    const box = currentTarget.getBoundingClientRect();
    // What is drawn lies within the border.
    const { clientLeft, clientTop, clientWidth: side } = currentTarget;
    const place: Place = {
      left: (clientX - box.left - clientLeft) / side,
      top: (clientY - box.top - clientTop) / side,
    };
    const reach = (reachOf[pointerType] ?? mouseReach) / side;
    return { place, side, point: pointNear(points, plane, place, reach) };
  };
  return {
    /** The point that is being dragged, where it is now. */
    dragged: shown,
    isOver,
    /** Gives up a drag; whether there was one. */
    cancel: end,
    pointer: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (!event.isPrimary || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const { place, point } = at(event);
        drag.current = { point, from: place, to: place, isMoved: false };
        if (point !== undefined) onSelect(point);
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const { place, side, point } = at(event);
        const { current } = drag;
        if (current === undefined) {
          setIsOver(point !== undefined);
          return;
        }
        const way = Math.hypot(place.left - current.from.left, place.top - current.from.top) * side;
        drag.current = { ...current, to: place, isMoved: current.isMoved || way > threshold };
        if (current.point !== undefined && drag.current.isMoved)
          setShown({ ...current.point, at: draggedTo(plane, drag.current) });
      },
      onPointerUp: () => {
        const { current } = drag;
        end();
        if (current === undefined) return;
        const { point, isMoved } = current;
        if (point === undefined) onAdd(draggedTo(plane, current));
        // Where the table has changed meanwhile, by undo, it may be another's row.
        else if (isMoved && points.includes(point)) onMove(point, draggedTo(plane, current));
      },
      onPointerCancel: () => void end(),
    },
  };
}
