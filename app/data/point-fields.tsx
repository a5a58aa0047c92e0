import type { Point } from '../../engine/data/own/points.ts';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';

/** Where a point lies, in numbers. */
export function PointFields({
  axes,
  at,
  onAt,
}: {
  readonly axes: readonly string[];
  readonly at: Point['at'];
  readonly onAt: (at: Point['at']) => void;
}) {
  return (
    <div className="form">
      {axes.map((name, axis) => (
        <Field key={name} label={name}>
          {(control) => (
            <NumberField
              {...control}
              value={at[axis] ?? 0}
              onCommit={(value) => onAt(axis === 0 ? [value ?? 0, at[1]] : [at[0], value ?? 0])}
            />
          )}
        </Field>
      ))}
    </div>
  );
}
