import type { Node } from 'reactflow';
import { zoomShowing } from './react-flow-view.ts';
import { type CardSize, usualCardSize } from './view-handle.ts';

/** How far one can zoom out of a graph of usual size. */
const usual = 0.1;
/** As much smaller as the whole of a larger graph becomes, so that there is something of the sheet around it. */
const around = 0.9;

/** How far one can zoom out: at least so far that the whole graph is in sight, however long it is. */
export function leastZoom(nodes: readonly Pick<Node, 'position' | 'measured'>[], sheet: CardSize): number {
  if (nodes.length === 0 || sheet.width === 0) return usual;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { position, measured } of nodes) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + (measured?.width ?? usualCardSize.width));
    bottom = Math.max(bottom, position.y + (measured?.height ?? usualCardSize.height));
  }
  const whole = zoomShowing({ width: right - left, height: bottom - top }, sheet);
  return Math.min(usual, Math.max(around * whole, usual / 100));
}
