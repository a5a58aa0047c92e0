import type { Cell, OwnTable } from '../../graph/document.ts';
import { type Plane, placeOn } from '../plane.ts';
import { inOrder } from './columns.ts';

/** A table seen as points on a plane: two features across and up, and a class. */

/** The places of its columns. */
export interface PointColumns {
  readonly x: number;
  readonly y: number;
  readonly target: number;
}

export interface Point {
  /** Of the table. */
  readonly row: number;
  readonly at: readonly [across: number, up: number];
  /** Undefined where the class is missing. */
  readonly label: string | undefined;
}

/** Undefined where the table is no points: it has not two features of numbers and a class. */
export function pointColumns(columns: OwnTable['columns']): PointColumns | undefined {
  const places = columns.map((column, place) => ({ ...column, place }));
  const features = places.filter(({ use }) => use === 'feature');
  const target = places.find(({ use, kind }) => use === 'target' && kind === 'category');
  const [x, y] = features;
  if (x === undefined || y === undefined || target === undefined || features.length > 2) return undefined;
  return features.every(({ kind }) => kind === 'number')
    ? { x: x.place, y: y.place, target: target.place }
    : undefined;
}

/** The rows that have a place on the plane. */
export const pointsOf = ({ rows }: OwnTable, { x, y, target }: PointColumns): readonly Point[] =>
  rows.flatMap((cells, row) => {
    const [across, up, label] = [cells[x], cells[y], cells[target]];
    if (typeof across !== 'number' || typeof up !== 'number') return [];
    return [{ row, at: [across, up], label: label === null ? undefined : String(label) }];
  });

/** The cells of a point in a row of so many columns; the others are missing. */
export const pointCells = (
  { columns }: OwnTable,
  { x, y, target }: PointColumns,
  [across, up]: Point['at'],
  label: string,
): readonly Cell[] =>
  columns.map((_, column) => (column === x ? across : column === y ? up : column === target ? label : null));

/** From −1 to 1, on which points are drawn, and as far as any lie beyond; those that lie far off are shown by themselves. */
function rangeOf(values: readonly number[]): readonly [low: number, high: number] {
  const least = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const usual = [Math.min(-1, least), Math.max(1, most)] as const;
  const spread = most - least;
  const areFarOff = usual[1] - usual[0] > 2 && spread > 0 && usual[1] - usual[0] > 3 * spread;
  const [low, high] = areFarOff ? [least, most] : usual;
  const margin = (high - low) / 10;
  return [low === -1 ? low : low - margin, high === 1 ? high : high + margin];
}

export const planeOfPoints = (points: readonly Point[]): Plane => ({
  x: rangeOf(points.map(({ at }) => at[0])),
  y: rangeOf(points.map(({ at }) => at[1])),
});

const letters = ['A', 'B', 'C', 'D', 'E', 'F'];

/** Classes that a point can be of: those there are, two at least, and one more. */
export function pointClasses({ rows }: OwnTable, { target }: PointColumns): readonly string[] {
  const there = new Set(rows.flatMap((cells) => (cells[target] === null ? [] : [String(cells[target])])));
  const free = letters.filter((letter) => !there.has(letter));
  // In order with the one there is, so that its colour stays when another comes.
  return there.size < 2
    ? inOrder([...there, ...free.slice(0, 2 - there.size)])
    : [...inOrder(there), ...free.slice(0, 1)];
}

/** The point nearest to a place of the plane, no further off than `reach`; all in shares of its sides. */
export function pointNear(
  points: readonly Point[],
  plane: Plane,
  place: ReturnType<typeof placeOn>,
  reach: number,
): Point | undefined {
  let [nearest, least]: [Point | undefined, number] = [undefined, reach];
  for (const point of points) {
    const { left, top } = placeOn(plane, point.at);
    const distance = Math.hypot(left - place.left, top - place.top);
    // Of two in one place the later one is drawn above.
    if (distance <= least) [nearest, least] = [point, distance];
  }
  return nearest;
}

/** The point of the row after this one, or before; beyond the last it begins again. */
export const nextPoint = (points: readonly Point[], row: number): Point | undefined =>
  points.find((point) => point.row > row) ?? points[0];
export const pointBefore = (points: readonly Point[], row: number): Point | undefined =>
  points.findLast((point) => point.row < row) ?? points.at(-1);
