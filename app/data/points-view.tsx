import { useMemo, useRef, useState } from 'react';
import {
  type Point,
  type PointColumns,
  planeOfPoints,
  pointClasses,
  pointsOf,
} from '../../engine/data/own/points.ts';
import type { OwnTable } from '../../engine/graph/document.ts';
import { NewPoint } from './new-point.tsx';
import { addPoint, changePointClass, deletePoint, movePoint, nudgePoint } from './point-edits.ts';
import { PointsPlane } from './points-plane.tsx';
import { SelectedPoint } from './selected-point.tsx';

/** Points beyond these are not drawn. */
const mostDrawn = 1_000;

/** Points of two features drawn by hand, each change one step. */
export function PointsView({ table, columns }: { readonly table: OwnTable; readonly columns: PointColumns }) {
  const points = useMemo(() => pointsOf(table, columns).slice(0, mostDrawn), [table, columns]);
  const plane = useMemo(() => planeOfPoints(points), [points]);
  const place = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string>();
  // A row's number names another point once rows have come or gone.
  const [selection, setSelection] = useState({ row: -1, rows: 0 });
  const classes = pointClasses(table, columns);
  const label = chosen !== undefined && classes.includes(chosen) ? chosen : (classes[0] ?? 'A');
  const selected =
    selection.rows === table.rows.length ? points.find(({ row }) => row === selection.row) : undefined;

  const select = (point: Point | undefined) =>
    setSelection((before) => ({
      row: point?.row ?? before.row,
      rows: point === undefined ? -1 : table.rows.length,
    }));
  const remove = (point: Point) => {
    deletePoint(point);
    // The button that was pressed is gone with it.
    place.current?.focus();
  };
  const named = (value: string): string => table.columns[columns.target]?.classNames?.[value] ?? value;
  const classOptions = classes.map((value) => ({ value, label: named(value) }));
  const axes = [columns.x, columns.y].map((column) => table.columns[column]?.name ?? '');
  return (
    <div className="drawing">
      <PointsPlane
        place={place}
        plane={plane}
        points={points}
        classes={classes}
        selected={selected}
        lastRow={selection.row}
        label={named(label)}
        onAdd={(at) => {
          select(undefined);
          addPoint(columns, at, label);
        }}
        onSelect={select}
        onMove={(point, to) => movePoint(columns, point, to)}
        onNudge={(point, to) => nudgePoint(columns, point, to)}
        onDelete={remove}
      />
      {selected === undefined ? (
        <NewPoint
          axes={axes}
          classes={classOptions}
          label={label}
          onLabel={setChosen}
          onAdd={(at) => addPoint(columns, at, label)}
        />
      ) : (
        <SelectedPoint
          key={selected.row}
          axes={axes}
          classes={classOptions}
          point={selected}
          onLabel={(to) => changePointClass(columns, selected, to)}
          onMove={(to) => movePoint(columns, selected, to)}
          onDelete={() => remove(selected)}
          onLeave={() => {
            select(undefined);
            place.current?.focus();
          }}
        />
      )}
    </div>
  );
}
