import { useState } from 'react';
import type { Point } from '../../engine/data/own/points.ts';
import { ClassMark } from '../results/class-marks.tsx';
import { Button } from '../ui/button.tsx';
import type { Option } from '../ui/select.tsx';
import { ClassChoice } from './class-choice.tsx';
import { PointFields } from './point-fields.tsx';

/** The class that new points are of, and a point by its numbers. */
export function NewPoint({
  axes,
  classes,
  label,
  onLabel,
  onAdd,
}: {
  readonly axes: readonly string[];
  readonly classes: readonly Option<string>[];
  readonly label: string;
  readonly onLabel: (label: string) => void;
  readonly onAdd: (at: Point['at']) => void;
}) {
  const [typed, setTyped] = useState<Point['at']>([0, 0]);
  return (
    <div className="pad-said">
      <h4>
        Points of class <ClassMark index={classes.findIndex(({ value }) => value === label)} />
      </h4>
      <ClassChoice label="Class of new points" value={label} options={classes} onChange={onLabel} />
      <PointFields axes={axes} at={typed} onAt={setTyped} />
      <Button variant="line" small onClick={() => onAdd(typed)}>
        Add this point
      </Button>
      <p className="cap">
        Click the plane to add a point; a point to select it; drag one to move it. By keys: Page Down selects.
      </p>
    </div>
  );
}
