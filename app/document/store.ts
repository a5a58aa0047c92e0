import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { isUse } from '../../engine/graph/blocks/blocks.ts';
import { checkedLevel } from '../../engine/graph/blocks/checked-level.ts';
import { renameUse } from '../../engine/graph/blocks/edit-blocks.ts';
import { existingPath, type LevelPath, levelOf, withLevel } from '../../engine/graph/blocks/levels.ts';
import { checkGraph } from '../../engine/graph/check/check.ts';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import {
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
} from '../../engine/graph/document.ts';
import { renameNode } from '../../engine/graph/edit/edit.ts';
import { lockForbids } from '../canvas/sheet-lock.ts';
import { emptyHistory, type History, record, stepBack, stepForward } from './history.ts';

/**
 * The open graph. It is immutable; every change is a named edit, so that undo, autosave and every view follow from
 * one place.
 */
export interface DocumentState {
  /** The whole of it: what is saved, trained and undone. */
  readonly whole: GraphDocument;
  /** The uses of blocks that were entered, outermost first; none at the top. */
  readonly path: LevelPath;
  /** The level that is shown and edited: the whole, or the inside of the use that was entered (see `levelOf`). */
  readonly document: GraphDocument;
  /** What the engine knows of the shown level; made again on every edit. */
  readonly checked: CheckedGraph;
  /** Of nodes, notes and frames. */
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

/** Whether nothing is drawn on a sheet yet, not even a note. */
export const isEmptySheet = ({ nodes, annotations = [] }: GraphDocument): boolean =>
  nodes.length + annotations.length === 0;

export const documentStore = createStore<DocumentState>()(() => ({
  whole: start,
  path: [],
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
function show(whole: GraphDocument, history: History, more: Partial<DocumentState> = {}): void {
  documentStore.setState((state) => {
    const path = existingPath(whole, more.path ?? state.path);
    const document = levelOf(whole, path);
    const nodes = new Set([...document.nodes, ...(document.annotations ?? [])].map(({ id }) => id));
    const edges = new Set(document.edges.map(edgeId));
    const keep = (ids: readonly string[], known: ReadonlySet<string>) =>
      ids.every((id) => known.has(id)) ? ids : ids.filter((id) => known.has(id));
    return {
      history,
      checked: checkedLevel(checkGraph(whole, state.checked), document),
      selectedNodes: keep(state.selectedNodes, nodes),
      selectedEdges: keep(state.selectedEdges, edges),
      undoLabel: history.done.at(-1)?.label,
      redoLabel: history.undone.at(-1)?.label,
      saved: 'saving',
      ...more,
      whole,
      path,
      document,
    };
  });
}

export interface EditOptions {
  /** Consecutive edits with the same key are one step. */
  readonly merge?: string;
}

/**
 * Changes the whole document as one undo step with this label. `change` is pure and gives the new document; the same
 * document means nothing happened.
 */
export function editWhole(
  label: string,
  change: (whole: GraphDocument) => GraphDocument,
  options: EditOptions = {},
): void {
  const { whole, history } = documentStore.getState();
  const changed = change(whole);
  if (lockForbids(label, whole, changed)) return;
  const recorded = record(history, whole, changed, label, options.merge);
  if (recorded !== undefined) show(recorded.document, recorded.history);
}

/** Changes the level that is shown, as `editWhole` does: inside a block, that is the block, and so all its uses. */
export function edit(
  label: string,
  change: (document: GraphDocument) => GraphDocument,
  options: EditOptions = {},
): void {
  const { document, path } = documentStore.getState();
  const changed = change(document);
  if (changed !== document) editWhole(label, (whole) => withLevel(whole, path, changed), options);
}

/** For an edit that has to wait for something: gives what does it then, unless another graph is open by that time. */
export function whileOpen(): (act: () => void) => void {
  const { opened } = documentStore.getState();
  return (act) => {
    if (documentStore.getState().opened === opened) act();
  };
}

/** Gives a node of the shown level another name. */
export function rename(node: GraphNode, name: string): void {
  const { path } = documentStore.getState();
  const label = `Rename ${displayName(node)} to ${name}`;
  if (isUse(node)) editWhole(label, (whole) => renameUse(whole, path, node.id, name));
  else edit(label, (document) => renameNode(document, node.id, name));
}

/** Shows another level: the inside of a use, or one further out. */
export function goToLevel(path: LevelPath, selected: readonly string[] = []): void {
  const { whole, checked } = documentStore.getState();
  const there = existingPath(whole, path);
  const document = levelOf(whole, there);
  documentStore.setState({
    path: there,
    document,
    checked: checkedLevel(checkGraph(whole, checked), document),
    selectedNodes: selected,
    selectedEdges: [],
  });
}

/** Selects a node on the level where it is; ids tell the uses of blocks that lead to it. */
export function showNode(id: string): void {
  const { path, document } = documentStore.getState();
  const there = document.nodes.some((node) => node.id === id) ? path : id.split('/').slice(0, -1);
  if (there.join('/') === path.join('/')) selectNodes([id]);
  else goToLevel(there, [id]);
}

export function undo(): void {
  const { whole, history } = documentStore.getState();
  const back = stepBack(history, whole);
  if (back !== undefined) show(back.document, back.history);
}

export function redo(): void {
  const { whole, history } = documentStore.getState();
  const forward = stepForward(history, whole);
  if (forward !== undefined) show(forward.document, forward.history);
}

/** Undoes or redoes until so many steps are done. */
export function goToStep(count: number): void {
  const { history, whole } = documentStore.getState();
  let at: { readonly document: GraphDocument; readonly history: History } = { document: whole, history };
  while (at.history.done.length !== count) {
    const isPast = at.history.done.length > count;
    const next = isPast ? stepBack(at.history, at.document) : stepForward(at.history, at.document);
    if (next === undefined) break;
    at = next;
  }
  if (at.history !== history) show(at.document, at.history);
}

/** Puts another document in place of the open one, as one undo step: undo brings the old one back. */
export function openDocument(document: GraphDocument, label = `Open ${document.name}`): void {
  const state = documentStore.getState();
  const recorded = record(state.history, state.whole, document, label, undefined);
  if (recorded === undefined) return;
  show(recorded.document, recorded.history, {
    path: [],
    opened: state.opened + 1,
    selectedNodes: [],
    selectedEdges: [],
  });
}

/** A graph as it lies aside while another one is seen. */
export type PutAside = Pick<
  DocumentState,
  'whole' | 'path' | 'history' | 'selectedNodes' | 'selectedEdges' | 'saved'
>;

/** A document that nothing was done with yet: nothing to undo, nothing to save. */
export const untouched = (whole: GraphDocument, path: LevelPath = []): PutAside => ({
  whole,
  path,
  history: emptyHistory,
  selectedNodes: [],
  selectedEdges: [],
  saved: 'saved',
});

/** What must lie aside for the open document to be taken up again. */
export function putAside(): PutAside {
  const { whole, path, history, selectedNodes, selectedEdges, saved } = documentStore.getState();
  return { whole, path, history, selectedNodes, selectedEdges, saved };
}

/** Shows another document in place of the open one, with a history of its own. */
export function takeUp({ whole, history, ...rest }: PutAside): void {
  const { opened } = documentStore.getState();
  show(whole, history, { ...rest, opened: opened + 1 });
}

/** The document the app starts with, at the level where it was left. */
export const startWith = (document: GraphDocument, path: LevelPath = []): void =>
  takeUp(untouched(document, path));

const sameIds = (left: readonly string[], right: readonly string[]) =>
  left.length === right.length && left.every((id, index) => id === right[index]);

/** Selects what there is of these. */
export function select(wantedNodes: readonly string[], edges: readonly string[]): void {
  const state = documentStore.getState();
  const { nodes: drawn, annotations = [] } = state.document;
  const there = new Set([...drawn, ...annotations].map(({ id }) => id));
  const nodes = wantedNodes.filter((id) => there.has(id));
  if (sameIds(state.selectedNodes, nodes) && sameIds(state.selectedEdges, edges)) return;
  documentStore.setState({ selectedNodes: nodes, selectedEdges: edges });
}

export const selectNodes = (ids: readonly string[]): void => select(ids, []);

export const markSaved = (saved: DocumentState['saved']): void => documentStore.setState({ saved });
