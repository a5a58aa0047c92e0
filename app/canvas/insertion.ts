import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { GraphEdge } from '../../engine/graph/document.ts';
import type { Inserted } from '../../engine/graph/edit/rewire.ts';
import { documentStore, edgeId } from '../document/store.ts';

/**
 * Marks on wires while something is dragged: the one a node would be put into, and the one that would be taken out
 * because its port takes a single wire.
 */
interface WireMarks {
  readonly entered: string | undefined;
  readonly doomed: string | undefined;
  /** Why what is dragged does not go where the hand leads it, such as into the wire under it. */
  readonly refusal: Refusal | undefined;
  /** Why something stays where it is, or behind, whatever else the hand does. */
  readonly still: Refusal | undefined;
}

export interface Refusal {
  readonly name: string;
  readonly reason: string;
}

const unmarked: WireMarks = { entered: undefined, doomed: undefined, refusal: undefined, still: undefined };

const marksStore = createStore<WireMarks>()(() => unmarked);

export type WireMark = 'entered' | 'doomed' | undefined;

export const useWireMark = (id: string): WireMark =>
  useStore(marksStore, ({ entered, doomed }) =>
    entered === id ? 'entered' : doomed === id ? 'doomed' : undefined,
  );

export const useRefusal = (): Refusal | undefined =>
  useStore(marksStore, ({ refusal, still }) => refusal ?? still);

/** What a trial to put something into a wire came to, by the wire's id: the same wire is tried once a drag. */
let trials = new Map<string, { readonly name: string; readonly inserted: Inserted }>();

/** The wire under what is dragged if it could be put into it. Marks that wire, or says why it could not. */
export function tryWire(
  wire: GraphEdge | undefined,
  insert: (wire: GraphEdge) => { readonly name: string; readonly inserted: Inserted },
): GraphEdge | undefined {
  const id = wire === undefined ? undefined : edgeId(wire);
  const trial = wire === undefined || id === undefined ? undefined : (trials.get(id) ?? insert(wire));
  if (id !== undefined && trial !== undefined) trials.set(id, trial);
  const fits = trial?.inserted.ok === true;
  const entered = fits ? id : undefined;
  const reason = trial === undefined || trial.inserted.ok ? undefined : trial.inserted.reason;
  const before = marksStore.getState();
  if (before.entered !== entered || before.refusal?.reason !== reason) {
    const refusal = trial === undefined || reason === undefined ? undefined : { name: trial.name, reason };
    marksStore.setState({ entered, refusal });
  }
  return fits ? wire : undefined;
}

/** Nothing is dragged any more. */
export function leaveWires(): void {
  trials = new Map();
  marksStore.setState({ entered: undefined, refusal: undefined });
}

/** Says beside the pointer why something does not go where it is led, until it is let go. */
export const explain = (still: Refusal | undefined): void => marksStore.setState({ still });

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
