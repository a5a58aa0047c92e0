import type { Box } from '../../engine/graph/edit/annotations.ts';

export interface WireEnds {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly targetX: number;
  readonly targetY: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels within which ports are level: at a small zoom the browser measures their places no better. */
const level = 2.5;

const isLevel = ({ sourceX, sourceY, targetX, targetY }: WireEnds): boolean =>
  Math.abs(sourceY - targetY) < level && targetX >= sourceX;

/** How far beside its ends the control points of a wire lie. */
function reachOf({ sourceX, targetX }: WireEnds): number {
  const ahead = targetX - sourceX;
  return ahead >= 0 ? Math.max(ahead / 2, 28) : Math.min(160, 60 - ahead / 4);
}

/** Pixels along which a wire goes over into its lane. */
const bend = 40;

/** By way of a lane: forward between the ends, back around both of them. */
function pathInLane({ sourceX, sourceY, targetX, targetY }: WireEnds, lane: number): string {
  const ahead = targetX - sourceX;
  if (ahead < 0) {
    const out = sourceX + bend;
    const back = targetX - bend;
    return `M${sourceX} ${sourceY}C${out} ${sourceY} ${out} ${lane} ${sourceX} ${lane}H${targetX}C${back} ${lane} ${back} ${targetY} ${targetX} ${targetY}`;
  }
  const along = Math.min(bend, ahead / 2);
  const [left, right] = [sourceX + along, targetX - along];
  return `M${sourceX} ${sourceY}C${sourceX + along * 0.7} ${sourceY} ${sourceX + along * 0.3} ${lane} ${left} ${lane}H${right}C${targetX - along * 0.3} ${lane} ${targetX - along * 0.7} ${targetY} ${targetX} ${targetY}`;
}

/**
 * Straight when level, otherwise a cubic that leaves and arrives level; where cards are in the way, along a lane at that height
 * (see `wire-lanes.ts`). An SVG path in pixels.
 */
export function wirePath(ends: WireEnds, lane?: number): string {
  const { sourceX, sourceY, targetX, targetY } = ends;
  if (lane !== undefined) return pathInLane(ends, lane);
  if (isLevel(ends)) return `M${sourceX} ${sourceY}H${targetX}`;
  const reach = reachOf(ends);
  return `M${sourceX} ${sourceY}C${sourceX + reach} ${sourceY} ${targetX - reach} ${targetY} ${targetX} ${targetY}`;
}

/** What a wire that is drawn without a lane lies within. */
export function pathBox(ends: WireEnds): Box {
  const { sourceX, sourceY, targetX, targetY } = ends;
  const reach = isLevel(ends) ? 0 : reachOf(ends);
  const [x, y] = [Math.min(sourceX, targetX, targetX - reach), Math.min(sourceY, targetY)];
  return {
    x,
    y,
    width: Math.max(sourceX, targetX, sourceX + reach) - x,
    height: Math.max(sourceY, targetY) - y,
  };
}

/** Pixels between two points of a wire that are looked at, and the fewest of them. */
const stride = 24;
const fewest = 12;

/** Points along a wire that is drawn without a lane. */
export function pathPoints(ends: WireEnds): readonly Point[] {
  const { sourceX, sourceY, targetX, targetY } = ends;
  const reach = reachOf(ends);
  const length = Math.abs(targetX - sourceX) + Math.abs(targetY - sourceY);
  const count = Math.max(fewest, Math.ceil(length / stride));
  return Array.from({ length: count + 1 }, (_, at) => {
    const t = at / count;
    if (isLevel(ends)) return { x: sourceX + (targetX - sourceX) * t, y: sourceY };
    const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
    return {
      x: a * sourceX + b * (sourceX + reach) + c * (targetX - reach) + d * targetX,
      y: (a + b) * sourceY + (c + d) * targetY,
    };
  });
}

/** The point half way along, where labels go; the curve is symmetric about it. */
export const wireMiddle = ({ sourceX, sourceY, targetX, targetY }: WireEnds, lane?: number): Point => ({
  x: (sourceX + targetX) / 2,
  y: lane ?? (sourceY + targetY) / 2,
});
