import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { hintOnSheet } from './sheet-hint.tsx';

/**
 * Whether what is drawn stays as it is: no card comes, goes or moves, no wire is drawn or cut, by whatever hand, key or
 * panel. Attributes may still change, and undo is asked for by name.
 */
const lockStore = createStore<{ readonly isLocked: boolean }>()(() => ({ isLocked: false }));

export const isSheetLocked = (): boolean => lockStore.getState().isLocked;
export const toggleSheetLock = (): void => lockStore.setState({ isLocked: !isSheetLocked() });
export const useIsSheetLocked = (): boolean => useStore(lockStore, ({ isLocked }) => isLocked);

type Drawn = Pick<GraphDocument, 'nodes' | 'edges' | 'annotations'>;

const drawnOf = ({ nodes, edges, annotations }: Drawn) => ({
  nodes: nodes.map(({ id, operator, position }) => [id, operator, position]),
  edges,
  annotations,
});

const drawing = (document: GraphDocument): string =>
  JSON.stringify([drawnOf(document), (document.blocks ?? []).map(drawnOf)]);

/** Whether an edit would change what is drawn on a sheet that is locked; says so where it would. */
export function lockForbids(label: string, before: GraphDocument, after: GraphDocument): boolean {
  if (!isSheetLocked() || drawing(before) === drawing(after)) return false;
  explainLock(label);
  return true;
}

export const explainLock = (what: string): void =>
  hintOnSheet(`${what}: not done, because the sheet is locked. Unlock it with the lock at the lower left.`);
