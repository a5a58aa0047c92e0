import type { Box } from '../../engine/graph/edit/annotations.ts';
import { pathBox, pathPoints, type WireEnds } from './wire-path.ts';

/**
 * Lanes for wires that would run under cards, such as the way around a residual block: heights at which they pass above or
 * below what lies between their ends. All in pixels of the sheet at 100 %.
 */

export interface LaidCard extends Box {
  readonly id: string;
}

export interface LaidWire {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly ends: WireEnds;
}

/** Between a lane and the cards along it, and between lanes. */
interface Room {
  readonly clearance: number;
  readonly apart: number;
}

/** With room for the wire's symbol, or where that leads far away, without. */
const rooms: readonly Room[] = [
  { clearance: 18, apart: 16 },
  { clearance: 8, apart: 8 },
];
/** How much further a lane with room for the symbol may lead. */
const worthTheRoom = 60;
/** How much further than straight a lane may lead at all; beyond that a wire under a card is followed more easily. */
const farthest = 600;
/** What a curve may touch of a card. */
const grazed = 3;
/** Most steps up or down in search of a lane. */
const mostSteps = 60;

/** Cards by columns of the sheet, so that only those near a wire are looked at. */
class Columns {
  private static readonly width = 256;
  private readonly columns = new Map<number, LaidCard[]>();

  constructor(cards: readonly LaidCard[]) {
    for (const card of cards) {
      for (let column = Columns.at(card.x); column <= Columns.at(card.x + card.width); column += 1) {
        const there = this.columns.get(column);
        if (there === undefined) this.columns.set(column, [card]);
        else there.push(card);
      }
    }
  }

  private static at(x: number): number {
    return Math.floor(x / Columns.width);
  }

  /** Cards that reach into a stretch, some of them more than once. */
  *between(left: number, right: number): Generator<LaidCard> {
    for (let column = Columns.at(left); column <= Columns.at(right); column += 1) {
      for (const card of this.columns.get(column) ?? []) {
        if (card.x < right && card.x + card.width > left) yield card;
      }
    }
  }
}

/** Whether a wire drawn without a lane passes under a card; one that goes back passes under its own cards too. */
function isHidden({ source, target, ends }: LaidWire, cards: Columns): boolean {
  const isBack = ends.targetX < ends.sourceX;
  const box = pathBox(ends);
  // Most wires lead to the next card, with nothing between.
  const near = [...cards.between(box.x, box.x + box.width)].filter(
    ({ id, y, height }) =>
      y < box.y + box.height && y + height > box.y && (isBack || (id !== source && id !== target)),
  );
  if (near.length === 0) return false;
  return pathPoints(ends).some(({ x, y }) =>
    near.some(
      (card) =>
        x > card.x + grazed &&
        x < card.x + card.width - grazed &&
        y > card.y + grazed &&
        y < card.y + card.height - grazed,
    ),
  );
}

interface Lane {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** The nearest height up (-1) or down (1) from `y` at which nothing lies along a stretch. */
function freeHeight(
  { left, right, y }: Lane,
  direction: -1 | 1,
  { clearance, apart }: Room,
  cards: Columns,
  lanes: readonly Lane[],
): number | undefined {
  const along = [...cards.between(left, right)].map((card) => ({
    top: card.y - clearance,
    bottom: card.y + card.height + clearance,
  }));
  for (const lane of lanes) {
    if (lane.left < right && lane.right > left) along.push({ top: lane.y - apart, bottom: lane.y + apart });
  }
  let height = y;
  for (let step = 0; step < mostSteps; step += 1) {
    const blocked = along.filter(({ top, bottom }) => height > top && height < bottom);
    if (blocked.length === 0) return height;
    height =
      direction < 0
        ? Math.min(...blocked.map(({ top }) => top))
        : Math.max(...blocked.map(({ bottom }) => bottom));
  }
  return undefined;
}

/** The heights of wires that need a lane, by wire. Short ones come first, so that what spans more passes outside of them. */
export function lanesOf(cards: readonly LaidCard[], wires: readonly LaidWire[]): ReadonlyMap<string, number> {
  const columns = new Columns(cards);
  const span = ({ ends }: LaidWire): number => Math.abs(ends.targetX - ends.sourceX);
  const hidden = wires.filter((wire) => isHidden(wire, columns)).sort((a, b) => span(a) - span(b));
  const lanes: Lane[] = [];
  const heights = new Map<string, number>();
  for (const { id, ends } of hidden) {
    const { sourceX, sourceY, targetX, targetY } = ends;
    const [left, right] = [Math.min(sourceX, targetX), Math.max(sourceX, targetX)];
    const stretch = { left, right, y: (sourceY + targetY) / 2 };
    const away = (y: number): number => Math.abs(y - sourceY) + Math.abs(y - targetY);
    const nearest = (room: Room): number | undefined =>
      ([1, -1] as const)
        .flatMap((direction) => freeHeight(stretch, direction, room, columns, lanes) ?? [])
        .filter((y) => away(y) - Math.abs(sourceY - targetY) <= farthest)
        .sort((a, b) => away(a) - away(b))[0];
    const [wide, narrow] = rooms.map(nearest);
    const height =
      wide !== undefined && (narrow === undefined || away(wide) - away(narrow) <= worthTheRoom)
        ? wide
        : narrow;
    if (height === undefined) continue;
    heights.set(id, height);
    lanes.push({ left, right, y: height });
  }
  return heights;
}
