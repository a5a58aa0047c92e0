import type { Node } from 'reactflow';
import { fitPadding, floatingTop } from './react-flow-view.ts';
import { usualCardSize } from './view-handle.ts';

/** How far one can zoom out of a graph of usual size. */
const usual = 0.1;
/** As much smaller as the whole of a larger graph becomes, so that there is something of the sheet around it. */
const around = 0.9;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How far one can zoom out: at least so far that the whole graph is in sight, however long it is. */
export function leastZoom(
  nodes: readonly Pick<Node, 'position' | 'measured'>[],
  { width, height }: Size,
): number {
  if (nodes.length === 0 || width === 0) return usual;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { position, measured } of nodes) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + (measured?.width ?? usualCardSize.width));
    bottom = Math.max(bottom, position.y + (measured?.height ?? usualCardSize.height));
  }
  const across = (width * (1 - 2 * fitPadding.side)) / (right - left);
  const down = (height * (1 - fitPadding.bottom) - floatingTop) / (bottom - top);
  return Math.min(usual, Math.max(around * Math.min(across, down), usual / 100));
}
