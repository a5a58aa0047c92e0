import type { Node, NodeChange } from 'reactflow';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { membersOf } from '../../engine/graph/edit/annotations.ts';
import { documentStore } from '../document/store.ts';
import { isPlaced } from './dragged-cards.ts';
import { cardSize } from './view-handle.ts';

/** Frames take along what lies in them. */

/** Ids with what lies in those of them that are frames; nodes that are pinned stay behind. */
export function withMembers(document: GraphDocument, ids: readonly string[]): readonly string[] {
  const chosen = new Set(ids);
  for (const frame of document.annotations ?? []) {
    if (frame.kind !== 'frame' || !ids.includes(frame.id)) continue;
    for (const id of membersOf(document, frame, cardSize)) chosen.add(id);
  }
  const pinned = new Set(document.nodes.filter((node) => node.pinned === true).map(({ id }) => id));
  return [...chosen].filter((id) => !pinned.has(id) || ids.includes(id));
}

/** What the frames under the hand held when they were taken: a frame does not gather what it is drawn over. */
let held = new Map<string, readonly string[]>();

export function takeFrames(): void {
  const frames = documentStore.getState().document.annotations?.filter(({ kind }) => kind === 'frame') ?? [];
  held = new Map(frames.map(({ id }) => [id, membersNow(id)]));
}

const membersNow = (frame: string): readonly string[] =>
  withMembers(documentStore.getState().document, [frame]).filter((id) => id !== frame);

export const leaveFrames = (): void => {
  held = new Map();
};

/** What React Flow asks for, with the members of frames that are moved as far as these. */
export function withMovedMembers(changes: NodeChange[], nodes: readonly Node[]): NodeChange[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const moved = new Set(changes.filter(isPlaced).map(({ id }) => id));
  return changes.flatMap((change): NodeChange[] => {
    const frame = isPlaced(change) ? byId.get(change.id) : undefined;
    if (!isPlaced(change) || frame?.type !== 'frame') return [change];
    const by = { x: change.position.x - frame.position.x, y: change.position.y - frame.position.y };
    // An arrow key takes no hold: it moves what lies there now.
    const members = (held.get(change.id) ?? membersNow(change.id)).filter((id) => !moved.has(id));
    return [
      change,
      ...members.flatMap((id): NodeChange[] => {
        const at = byId.get(id)?.position;
        if (at === undefined) return [];
        moved.add(id);
        return [{ ...change, id, position: { x: at.x + by.x, y: at.y + by.y } }];
      }),
    ];
  });
}
