import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { GraphEdge } from '../../engine/graph/document.ts';
import { documentStore, edgeId } from '../document/store.ts';

/**
 * Marks on wires while something is dragged: the one a node would be put into, and the one that would be taken out
 * because its port takes a single wire.
 */
interface WireMarks {
  readonly entered: string | undefined;
  readonly doomed: string | undefined;
}

const unmarked: WireMarks = { entered: undefined, doomed: undefined };

const marksStore = createStore<WireMarks>()(() => unmarked);

export type WireMark = 'entered' | 'doomed' | undefined;

export const useWireMark = (id: string): WireMark =>
  useStore(marksStore, ({ entered, doomed }) =>
    entered === id ? 'entered' : doomed === id ? 'doomed' : undefined,
  );

export function markEntered(edge: GraphEdge | undefined): void {
  const entered = edge === undefined ? undefined : edgeId(edge);
  if (marksStore.getState().entered !== entered) marksStore.setState({ entered });
}

export function markDoomed(edge: GraphEdge | undefined): void {
  const doomed = edge === undefined ? undefined : edgeId(edge);
  if (marksStore.getState().doomed !== doomed) marksStore.setState({ doomed });
}

/** The wire that is drawn at a place of the page, under whatever lies there. */
export function wireAt(clientX: number, clientY: number): GraphEdge | undefined {
  for (const element of document.elementsFromPoint(clientX, clientY)) {
    const id = element.closest('.react-flow__edge')?.getAttribute('data-id');
    if (id === null || id === undefined) continue;
    return documentStore.getState().document.edges.find((edge) => edgeId(edge) === id);
  }
  return undefined;
}
