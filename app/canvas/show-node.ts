import { documentStore, showNode } from '../document/store.ts';
import { canvasView } from './view-handle.ts';

/** Selects a node on the level where it is, inside blocks too, and brings it into sight. */
export function bringIntoSight(id: string): void {
  const before = documentStore.getState().path;
  showNode(id);
  if (documentStore.getState().path === before) {
    canvasView()?.fit([id]);
    return;
  }
  // Another level is drawn with the next frame, and shown whole or as it was left with the one after.
  requestAnimationFrame(() => requestAnimationFrame(() => canvasView()?.reveal([id])));
}
