import type { Node, NodeChange, NodePositionChange } from 'reactflow';
import { createStore } from 'zustand/vanilla';
import { layoutStore } from '../shell/layout.ts';
import { type Box, type Guide, snapToOthers } from './guides.ts';
import { usualCardSize } from './view-handle.ts';

/** Cards while they are dragged: they come to lie with others where they are close, and lines say with which. */

/** Pixels on the screen within which a card comes to lie with others. */
const reach = 6;

export const guideStore = createStore<{ readonly guides: readonly Guide[] }>()(() => ({ guides: [] }));

/** How far the cards that are dragged now were moved to lie on a guide. */
let snapped = { x: 0, y: 0 };
let suppressed = false;

/** Alt lets cards lie anywhere. */
export const suppressGuides = (on: boolean): void => {
  suppressed = on;
};

export function endGuides(): void {
  snapped = { x: 0, y: 0 };
  if (guideStore.getState().guides.length > 0) guideStore.setState({ guides: [] });
}

const boxOf = (node: Node, position = node.position): Box => ({
  ...position,
  width: node.measured?.width ?? usualCardSize.width,
  height: node.measured?.height ?? usualCardSize.height,
});

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

type Placed = NodePositionChange & { readonly position: NonNullable<NodePositionChange['position']> };

export const isPlaced = (change: NodeChange): change is Placed =>
  change.type === 'position' && change.position !== undefined;

const moveBy = (change: NodeChange, { x, y }: { readonly x: number; readonly y: number }): NodeChange =>
  isPlaced(change) ? { ...change, position: { x: change.position.x + x, y: change.position.y + y } } : change;

/** What React Flow asks for while cards are dragged, led onto guides; at the end of the drag, where they were led. */
export function ledOntoGuides(changes: NodeChange[], nodes: readonly Node[], zoom: number): NodeChange[] {
  const dragged = changes.filter(isPlaced).filter(({ dragging }) => dragging === true);
  if (dragged.length === 0) {
    const led = changes.map((change) => moveBy(change, snapped));
    if (changes.some(isPlaced)) endGuides();
    return led;
  }
  if (suppressed || layoutStore.getState().snapToGrid) {
    endGuides();
    return changes;
  }
  const moving = new Map(dragged.map(({ id, position }) => [id, position]));
  const boxes = nodes.flatMap((node) => {
    const position = moving.get(node.id);
    return position === undefined ? [] : [boxOf(node, position)];
  });
  const others = nodes.filter(({ id }) => !moving.has(id)).map((node) => boxOf(node));
  if (boxes.length === 0) return changes;
  const { guides, ...by } = snapToOthers(around(boxes), others, reach / zoom);
  snapped = by;
  guideStore.setState({ guides });
  return changes.map((change) => moveBy(change, by));
}
