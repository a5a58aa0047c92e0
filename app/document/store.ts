import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { checkGraph } from '../../engine/graph/check.ts';
import type { CheckedGraph } from '../../engine/graph/checked-graph.ts';
import { emptyDocument, type GraphDocument, type GraphEdge } from '../../engine/graph/document.ts';
import { emptyHistory, type History, record, stepBack, stepForward } from './history.ts';

/**
 * The open graph. It is immutable; every change is a named edit, so that undo, autosave and every view follow from
 * one place.
 */
export interface DocumentState {
  readonly document: GraphDocument;
  /** What the engine knows of the document; made again on every edit. */
  readonly checked: CheckedGraph;
  readonly selectedNodes: readonly string[];
  /** Edge ids, see `edgeId`. */
  readonly selectedEdges: readonly string[];
  /** What undo would take back; undefined where there is nothing. */
  readonly undoLabel: string | undefined;
  readonly redoLabel: string | undefined;
  readonly saved: 'saved' | 'saving' | 'failed';
  /** Grows with every document opened, so that views know to start afresh. */
  readonly opened: number;
  readonly history: History;
}

/** `fc1.out->act1.in`: names an edge in the selection and on the canvas. */
export const edgeId = (edge: GraphEdge): string => `${edge.from.join('.')}->${edge.to.join('.')}`;

const start = emptyDocument();

export const documentStore = createStore<DocumentState>()(() => ({
  document: start,
  checked: checkGraph(start),
  selectedNodes: [],
  selectedEdges: [],
  undoLabel: undefined,
  redoLabel: undefined,
  saved: 'saved',
  opened: 0,
  history: emptyHistory,
}));

export function useDocument<T>(selector: (state: DocumentState) => T): T {
  return useStore(documentStore, selector);
}

/** Takes over a document and its history; what was selected and is gone is no longer selected. */
function show(document: GraphDocument, history: History, more: Partial<DocumentState> = {}): void {
  documentStore.setState((state) => {
    const nodes = new Set(document.nodes.map((node) => node.id));
    const edges = new Set(document.edges.map(edgeId));
    const keep = (ids: readonly string[], known: ReadonlySet<string>) =>
      ids.every((id) => known.has(id)) ? ids : ids.filter((id) => known.has(id));
    return {
      document,
      history,
      checked: checkGraph(document, state.checked),
      selectedNodes: keep(state.selectedNodes, nodes),
      selectedEdges: keep(state.selectedEdges, edges),
      undoLabel: history.done.at(-1)?.label,
      redoLabel: history.undone.at(-1)?.label,
      saved: 'saving',
      ...more,
    };
  });
}

/**
 * Changes the document as one undo step with this label. `change` is pure and gives the new document; the same
 * document means nothing happened. Consecutive edits with the same `merge` key become one step.
 */
export function edit(
  label: string,
  change: (document: GraphDocument) => GraphDocument,
  options: { readonly merge?: string } = {},
): void {
  const { document, history } = documentStore.getState();
  const recorded = record(history, document, change(document), label, options.merge);
  if (recorded !== undefined) show(recorded.document, recorded.history);
}

export function undo(): void {
  const { document, history } = documentStore.getState();
  const back = stepBack(history, document);
  if (back !== undefined) show(back.document, back.history);
}

export function redo(): void {
  const { document, history } = documentStore.getState();
  const forward = stepForward(history, document);
  if (forward !== undefined) show(forward.document, forward.history);
}

/** Puts another document in place of the open one, as one undo step: undo brings the old one back. */
export function openDocument(document: GraphDocument, label = `Open ${document.name}`): void {
  const state = documentStore.getState();
  const recorded = record(state.history, state.document, document, label, undefined);
  if (recorded === undefined) return;
  show(recorded.document, recorded.history, {
    opened: state.opened + 1,
    selectedNodes: [],
    selectedEdges: [],
  });
}

/** The document the app starts with: nothing to undo, nothing to save. */
export function startWith(document: GraphDocument): void {
  const { opened } = documentStore.getState();
  show(document, emptyHistory, { saved: 'saved', opened: opened + 1, selectedNodes: [], selectedEdges: [] });
}

const sameIds = (left: readonly string[], right: readonly string[]) =>
  left.length === right.length && left.every((id, index) => id === right[index]);

export function select(nodes: readonly string[], edges: readonly string[]): void {
  const state = documentStore.getState();
  if (sameIds(state.selectedNodes, nodes) && sameIds(state.selectedEdges, edges)) return;
  documentStore.setState({ selectedNodes: nodes, selectedEdges: edges });
}

export const selectNodes = (ids: readonly string[]): void => select(ids, []);

export const markSaved = (saved: DocumentState['saved']): void => documentStore.setState({ saved });
