import type { KeyboardEvent, Ref } from 'react';
import { nextPoint, type Point, pointBefore } from '../../engine/data/own/points.ts';
import { type Plane, placeOn, pointAt } from '../../engine/data/plane.ts';
import { classColour, classShape } from '../results/class-marks.tsx';
import { arrows } from '../ui/arrow-keys.ts';
import { usePointDrag } from './use-point-drag.ts';

/** Pixels of a side. */
const side = 200;
/** How far a point goes at an arrow key, and with Shift, as a share of a side. */
const [shortStep, longStep] = [0.02, 0.1];

/** What is done to points, however it is done. */
export interface PointActions {
  readonly onAdd: (at: Point['at']) => void;
  readonly onSelect: (point: Point | undefined) => void;
  readonly onMove: (point: Point, to: Point['at']) => void;
  /** By an arrow key. */
  readonly onNudge: (point: Point, to: Point['at']) => void;
  readonly onDelete: (point: Point) => void;
}

interface PointsPlaneProps extends PointActions {
  readonly place: Ref<HTMLDivElement>;
  readonly plane: Plane;
  readonly points: readonly Point[];
  readonly classes: readonly string[];
  readonly selected: Point | undefined;
  /** From which on the next point is looked for. */
  readonly lastRow: number;
  readonly label: string;
}

/** Where an arrow key takes a point; along the other axis it keeps each digit. */
function nudged(
  plane: Plane,
  { at }: Point,
  [right, down]: readonly [number, number],
  step: number,
): Point['at'] {
  const { left, top } = placeOn(plane, at);
  const to = pointAt(plane, left + right * step, top + down * step);
  return [right === 0 ? at[0] : to[0], down === 0 ? at[1] : to[1]];
}

function Mark({
  point: { at, label },
  plane,
  classes,
  isSelected,
}: Pick<PointsPlaneProps, 'plane' | 'classes'> & { readonly point: Point; readonly isSelected: boolean }) {
  const { left, top } = placeOn(plane, at);
  const index = label === undefined ? 0 : classes.indexOf(label);
  return (
    <g transform={`translate(${left * side} ${top * side})`}>
      {isSelected ? <circle className="chosen" r={8} /> : null}
      <path
        className={label === undefined ? 'sample held-out' : 'sample'}
        d={classShape(index)}
        style={{ color: label === undefined ? 'var(--ink)' : classColour(index) }}
      />
    </g>
  );
}

/** Lines through 0, where it is in sight. */
function Axes({ plane }: { readonly plane: Plane }) {
  const { left, top } = placeOn(plane, [0, 0]);
  const isIn = (share: number) => share > 0 && share < 1;
  const across = isIn(top) ? `M0 ${top * side}H${side}` : '';
  const up = isIn(left) ? `M${left * side} 0V${side}` : '';
  return <path className="axes" d={`M0 0${across}${up}`} />;
}

/** The plane on which points are drawn, selected, moved and deleted, by pointer and by keys. */
export function PointsPlane(props: PointsPlaneProps) {
  const { place, plane, points, classes, selected, lastRow, label, onSelect, onNudge, onDelete } = props;
  const { dragged, isOver, cancel, pointer } = usePointDrag(props);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const way = arrows[event.key];
    if (way !== undefined) {
      if (selected === undefined) onSelect(points[0]);
      else onNudge(selected, nudged(plane, selected, way, event.shiftKey ? longStep : shortStep));
    } else if (event.key === 'PageDown')
      onSelect(nextPoint(points, selected === undefined ? lastRow - 1 : lastRow));
    else if (event.key === 'PageUp') onSelect(pointBefore(points, lastRow));
    else if (event.key === 'Home') onSelect(points[0]);
    else if (event.key === 'End') onSelect(points.at(-1));
    else if (event.key === 'Escape') {
      if (!cancel() && selected === undefined) return;
      onSelect(undefined);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      if (selected !== undefined) onDelete(selected);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={place}
      className={isOver || dragged !== undefined ? 'plane over-point' : 'plane'}
      style={{ width: side, height: side }}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: points are selected and moved by the keys too
      tabIndex={0}
      aria-label={`Plane of ${points.length} points. A click adds one of class ${label}. Page Down and Page Up select a point, arrows move it, Delete deletes it.`}
      onKeyDown={onKeyDown}
      {...pointer}
    >
      <svg viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
        <Axes plane={plane} />
        {points.map((point) => (
          <Mark
            key={point.row}
            point={point.row === dragged?.row ? dragged : point}
            plane={plane}
            classes={classes}
            isSelected={point === selected}
          />
        ))}
      </svg>
    </div>
  );
}
