import type { Box } from '../../engine/graph/edit/annotations.ts';
import type { Viewport } from './view-handle.ts';

/** Pixels of a frame that stay free on each side. */
export interface Free {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** Where a stretch begins so that it lies within a frame: moved as far as to the frame's middle once it is out of it. */
function within(start: number, length: number, from: number, to: number): number {
  const isIn = start >= from && start + length <= to;
  return isIn ? start : Math.max(from, (from + to - length) / 2);
}

/**
 * How the sheet is moved, at the zoom it has, so that a box of the document is in sight: along the axes on which it is
 * not, to the middle, so that what is put beside it next is in sight too. Undefined where the box is larger than what is seen.
 */
export function viewportShowing(
  { x, y, zoom }: Viewport,
  box: Box,
  frame: { readonly width: number; readonly height: number },
  free: Free,
): Viewport | undefined {
  const [width, height] = [box.width * zoom, box.height * zoom];
  const [right, bottom] = [frame.width - free.right, frame.height - free.bottom];
  if (width > right - free.left || height > bottom - free.top) return undefined;
  const left = within(box.x * zoom + x, width, free.left, right);
  const top = within(box.y * zoom + y, height, free.top, bottom);
  return { x: left - box.x * zoom, y: top - box.y * zoom, zoom };
}
