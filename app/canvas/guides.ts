import type { Position } from '../../engine/graph/edit/edit.ts';
import type { CardSize } from './view-handle.ts';

export type Box = Position & CardSize;

/** A line along which edges or middles of cards lie, in coordinates of the document. */
export interface Guide {
  readonly direction: 'across' | 'down';
  /** Its y where it goes across, its x where it goes down. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snap {
  /** How far what is dragged moves to lie on the guides. */
  readonly x: number;
  readonly y: number;
  readonly guides: readonly Guide[];
}

/** The near edge, the middle and the far edge of a box along one axis. */
const linesAlong = (axis: 'x' | 'y', box: Box): readonly number[] => {
  const length = axis === 'x' ? box.width : box.height;
  return [box[axis], box[axis] + length / 2, box[axis] + length];
};

/** The closest pair of like lines, within reach. */
function closest(axis: 'x' | 'y', moving: Box, others: readonly Box[], within: number) {
  let best: { readonly by: number; readonly at: number; readonly box: Box } | undefined;
  const own = linesAlong(axis, moving);
  for (const box of others) {
    linesAlong(axis, box).forEach((at, line) => {
      const by = at - (own[line] as number);
      if (Math.abs(by) <= within && Math.abs(by) < Math.abs(best?.by ?? Number.POSITIVE_INFINITY)) {
        best = { by, at, box };
      }
    });
  }
  return best;
}

/** Where what is dragged would lie with others, `within` so many pixels of the document. */
export function snapToOthers(moving: Box, others: readonly Box[], within: number): Snap {
  const x = closest('x', moving, others, within);
  const y = closest('y', moving, others, within);
  const placed: Box = { ...moving, x: moving.x + (x?.by ?? 0), y: moving.y + (y?.by ?? 0) };
  const guides: Guide[] = [];
  if (x !== undefined) {
    const from = Math.min(placed.y, x.box.y);
    const to = Math.max(placed.y + placed.height, x.box.y + x.box.height);
    guides.push({ direction: 'down', at: x.at, from, to });
  }
  if (y !== undefined) {
    const from = Math.min(placed.x, y.box.x);
    const to = Math.max(placed.x + placed.width, y.box.x + y.box.width);
    guides.push({ direction: 'across', at: y.at, from, to });
  }
  return { x: x?.by ?? 0, y: y?.by ?? 0, guides };
}
