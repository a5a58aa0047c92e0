import type { Point } from '../../engine/data/own/points.ts';
import { ClassMark } from '../results/class-marks.tsx';
import { Button } from '../ui/button.tsx';
import type { Option } from '../ui/select.tsx';
import { ClassChoice } from './class-choice.tsx';
import { PointFields } from './point-fields.tsx';
import { trimmed } from './shown-data.ts';

/** What can be done to the point that is selected; its row's number is its name, as among Rows. */
export function SelectedPoint({
  axes,
  classes,
  point: { row, at, label },
  onLabel,
  onMove,
  onDelete,
  onLeave,
}: {
  readonly axes: readonly string[];
  readonly classes: readonly Option<string>[];
  readonly point: Point;
  readonly onLabel: (label: string) => void;
  readonly onMove: (to: Point['at']) => void;
  readonly onDelete: () => void;
  readonly onLeave: () => void;
}) {
  const index = classes.findIndex(({ value }) => value === label);
  return (
    <div className="pad-said">
      <h4>
        Point {row} {index === -1 ? null : <ClassMark index={index} />}
      </h4>
      <p className="unseen" role="status">
        Point {row} is selected, class {classes[index]?.label ?? 'missing'}, {axes[0]} {trimmed(at[0])},{' '}
        {axes[1]} {trimmed(at[1])}
      </p>
      <ClassChoice label={`Class of point ${row}`} value={label ?? ''} options={classes} onChange={onLabel} />
      <PointFields axes={axes} at={at} onAt={onMove} />
      <div className="point-buttons">
        <Button variant="line" small onClick={onDelete}>
          Delete this point
        </Button>
        <Button variant="line" small onClick={onLeave}>
          Let go
        </Button>
      </div>
      <p className="cap">Arrow keys move it, with Shift further. Delete deletes it, Escape lets go.</p>
    </div>
  );
}
