import type { Position } from '../../engine/graph/edit/edit.ts';
import type { CardSize } from './view-handle.ts';

/** Which way the data goes: to the right, or down. */
export type Direction = 'right' | 'down';

/** A drawing this many times as long as it is wide is set in lines, like text; a sheet is about twice as wide as high. */
const longest = 12;
const sheet = 2;
/** Pixels between lines, and the least length that is worth a break. */
const between = 96;
const shortest = 4000;

/** Of the length of a line, how far from its end it may be broken where fewer values go over into the next. */
const leeway = 0.3;

/** From one node to another, by their ids. */
export type Link = readonly [from: string, to: string];

/** Of the values that are read beyond a place, how many come from before it. */
function crossing(place: number, placeOf: (id: string) => number, links: readonly Link[]): number {
  return new Set(
    links.filter(([from, to]) => placeOf(from) < place && placeOf(to) > place).map(([from]) => from),
  ).size;
}

/**
 * Long layouts broken into lines of like length, each below (or beside) the one before; others as they are. Lines end where
 * few values go over into the next, such as between two residual blocks.
 */
export function wrapLines(
  placed: ReadonlyMap<string, Position>,
  sizeOf: (node: string) => CardSize,
  direction: Direction,
  links: readonly Link[] = [],
): ReadonlyMap<string, Position> {
  const [along, across, length, width] =
    direction === 'right'
      ? (['x', 'y', 'width', 'height'] as const)
      : (['y', 'x', 'height', 'width'] as const);
  const all = [...placed];
  const start = Math.min(...all.map(([, at]) => at[along]));
  const top = Math.min(...all.map(([, at]) => at[across]));
  const total = Math.max(...all.map(([id, at]) => at[along] + sizeOf(id)[length])) - start;
  const thick = Math.max(...all.map(([id, at]) => at[across] + sizeOf(id)[width])) - top + between;
  const wanted = direction === 'right' ? sheet : 1 / sheet;
  if (total < shortest || total < longest * thick) return placed;
  const lines = Math.max(2, Math.round(Math.sqrt(total / (wanted * thick))));
  // Nodes at one place along stay in one line, so that what stands side by side is not torn apart.
  const middle = ([id, at]: readonly [string, Position]): number =>
    at[along] + sizeOf(id)[length] / 2 - start;
  const middles = new Map(all.map((entry) => [entry[0], middle(entry)]));
  const placeOf = (id: string): number => middles.get(id) ?? Number.NaN;
  const columns = [...new Set(middles.values())].toSorted((a, b) => a - b);
  const breaks = Array.from({ length: lines - 1 }, (_, line) => {
    const wantedAt = (total * (line + 1)) / lines;
    const near = columns
      .slice(1)
      .map((column, at) => (column + (columns[at] ?? column)) / 2)
      .filter((place) => Math.abs(place - wantedAt) <= (leeway * total) / lines)
      .map((place) => ({ place, cost: crossing(place, placeOf, links) }))
      .toSorted((a, b) => a.cost - b.cost || Math.abs(a.place - wantedAt) - Math.abs(b.place - wantedAt));
    return near[0]?.place ?? wantedAt;
  });
  const lineOf = (entry: readonly [string, Position]): number => {
    const at = middle(entry);
    return breaks.filter((place) => place <= at).length;
  };
  const starts = new Map<number, number>();
  for (const entry of all) {
    const line = lineOf(entry);
    starts.set(line, Math.min(starts.get(line) ?? Number.POSITIVE_INFINITY, entry[1][along]));
  }
  return new Map(
    all.map((entry) => {
      const [id, at] = entry;
      const line = lineOf(entry);
      const moved = {
        [along]: at[along] - (starts.get(line) ?? 0),
        [across]: at[across] - top + line * thick,
      };
      return [id, moved as unknown as Position];
    }),
  );
}
