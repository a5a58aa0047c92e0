import { type MouseEvent, useState } from 'react';
import { inOrder } from '../../engine/data/own/columns.ts';
import { addRow } from '../../engine/data/own/table.ts';
import { type Plane, placeOn, pointAt } from '../../engine/data/plane.ts';
import type { Cell, OwnTable } from '../../engine/graph/document.ts';
import { ClassMark, classColour, classShape } from '../results/class-marks.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { Segments } from '../ui/segments.tsx';
import { editOwnTable } from './edit-own-table.ts';
import { pointColumns } from './point-columns.ts';

/** Pixels of a side. */
const side = 200;
/** Points beyond these are not drawn. */
const mostDrawn = 1_000;
const letters = ['A', 'B', 'C', 'D', 'E', 'F'];

/** From −1 to 1, and further where points lie further out. */
function planeOfPoints(table: OwnTable, x: number, y: number): Plane {
  const range = (column: number): readonly [number, number] => {
    const values = table.rows.flatMap((row) => (typeof row[column] === 'number' ? [row[column]] : []));
    const bound = values.reduce((most, value) => Math.max(most, Math.abs(value) * 1.1), 1);
    return [-bound, bound];
  };
  return { x: range(x), y: range(y) };
}

/** Classes that a point can be of: those there are, and one more. */
function classesOf(table: OwnTable, column: number): readonly string[] {
  const there = inOrder(
    new Set(table.rows.flatMap((row) => (row[column] === null ? [] : [String(row[column])]))),
  );
  const next = letters.find((letter) => !there.includes(letter));
  const atLeast =
    there.length < 2 ? letters.filter((letter) => !there.includes(letter)).slice(0, 2 - there.length) : [];
  const more = atLeast.length > 0 ? atLeast : next === undefined ? [] : [next];
  return [...there, ...more];
}

/** Points of two features drawn by hand: a click adds one of the chosen class, as one step. */
export function PointsView({ table }: { readonly table: OwnTable }) {
  const places = pointColumns(table);
  const [chosen, setChosen] = useState<string>();
  const [typed, setTyped] = useState<readonly [number, number]>([0, 0]);
  if (places === undefined) return null;
  const { x, y, target } = places;
  const plane = planeOfPoints(table, x, y);
  const classes = classesOf(table, target);
  const label = chosen !== undefined && classes.includes(chosen) ? chosen : (classes[0] ?? 'A');
  const add = ([across, up]: readonly [number, number]) => {
    const cells: readonly Cell[] = table.columns.map((_, column) =>
      column === x ? across : column === y ? up : column === target ? label : null,
    );
    editOwnTable(`Add a point of ${label}`, (old) => addRow(old, cells));
  };
  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    add(pointAt(plane, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height));
  };
  return (
    <div className="drawing">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the fields beside it add a point by keys */}
      <div
        className="plane"
        style={{ width: side, height: side }}
        role="img"
        aria-label={`${table.rows.length} points; a click adds one of class ${label}, the fields beside it too`}
        onClick={onClick}
      >
        <svg viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
          <path className="axes" d={`M${side / 2} 0V${side}M0 ${side / 2}H${side}`} />
          {table.rows.slice(0, mostDrawn).map((row, index) => {
            const [across, up, value] = [row[x], row[y], row[target]];
            if (typeof across !== 'number' || typeof up !== 'number') return null;
            const { left, top } = placeOn(plane, [across, up]);
            const place = classes.indexOf(String(value));
            return (
              <path
                // biome-ignore lint/suspicious/noArrayIndexKey: a point is its row
                key={index}
                className="sample"
                d={classShape(place)}
                transform={`translate(${left * side} ${top * side})`}
                style={{ color: classColour(place) }}
              />
            );
          })}
        </svg>
      </div>
      <div className="pad-said">
        <h4>
          Points of class <ClassMark index={classes.indexOf(label)} />
        </h4>
        <Segments
          label="Class of new points"
          value={label}
          options={classes.map((value) => ({ value, label: value }))}
          onChange={setChosen}
        />
        <div className="form">
          {[x, y].map((column, axis) => (
            <Field key={column} label={table.columns[column]?.name ?? ''}>
              {(control) => (
                <NumberField
                  {...control}
                  value={typed[axis] ?? 0}
                  onCommit={(value) => setTyped(typed.with(axis, value ?? 0) as unknown as typeof typed)}
                />
              )}
            </Field>
          ))}
        </div>
        <Button variant="line" small onClick={() => add(typed)}>
          Add this point
        </Button>
        <p className="cap">Click the plane to add a point. Undo takes it back; Rows lists them all.</p>
      </div>
    </div>
  );
}
