import { emptyDocument, type GraphDocument } from '../../engine/graph/document.ts';
import { storeWeights } from '../../engine/graph/stored-weights.ts';
import { type Viewport, viewportNow, wantViewport } from '../canvas/view-handle.ts';
import { documentStore, editWhole, type PutAside, putAside, takeUp, untouched } from '../document/store.ts';
import { readKeptGraph, save } from '../files/autosave.ts';
import { currentWeights } from '../training/controls.ts';
import { trainingStore } from '../training/status.ts';
import { load } from '../training/training-client.ts';
import { addToDesk, arrangeDesk, type Desk, deskStore, type OpenGraph } from './desk.ts';

/**
 * Several graphs in tabs. One is seen at a time; the others lie aside as they were left, with what can be undone. What
 * was trained is stored with its graph first, since there is one worker.
 */

const aside = new Map<string, Lying>();

/** Changes of tabs, one after the other; one that fails does not hold up those after it. */
let underWay: Promise<void> = Promise.resolve();

function inTurn(change: () => Promise<void>): Promise<void> {
  const turn = underWay.then(change);
  underWay = turn.catch(() => undefined);
  return turn;
}

/** Stores the trained weights with the graph, as an edit that can be undone. */
async function keepTrained(): Promise<void> {
  const { status, stale } = trainingStore.getState();
  if (status !== 'running' && status !== 'paused' && status !== 'done') return;
  if (stale) {
    // Of a run that an edit stopped, what would go on: all that the edit left untouched.
    if (status === 'done' || !documentStore.getState().checked.trainable) return;
    await load('former run');
  }
  const weights = await currentWeights();
  if (weights !== undefined) editWhole('Store the trained weights', (whole) => storeWeights(whole, weights));
}

type Lying = PutAside & { readonly viewport: Viewport | undefined };

/** A graph from where it lies, else from what this browser kept of it. */
async function lyingGraph(id: string): Promise<Lying> {
  const lying = aside.get(id);
  if (lying !== undefined) return lying;
  const kept = await readKeptGraph(id);
  return { ...untouched(kept?.document ?? emptyDocument(), kept?.path), viewport: kept?.viewport };
}

const withName = (desk: Desk): Desk => ({
  ...desk,
  open: desk.open.map((graph) =>
    graph.id === desk.current ? { ...graph, name: documentStore.getState().whole.name } : graph,
  ),
});

/**
 * Puts the graph that is seen aside and takes up another. What follows the last wait happens at once, so that no edit
 * falls between the two and nothing is saved under the other's key.
 */
async function see(next: Lying, arrange: (desk: Desk) => Desk): Promise<void> {
  await keepTrained();
  await save();
  aside.set(deskStore.getState().current, { ...putAside(), viewport: viewportNow() });
  arrangeDesk((desk) => arrange(withName(desk)));
  aside.delete(deskStore.getState().current);
  wantViewport(next.viewport);
  takeUp(next);
}

export const switchTo = (id: string): Promise<void> =>
  inTurn(async () => {
    const { current, open } = deskStore.getState();
    if (id === current || !open.some((graph) => graph.id === id)) return;
    await see(await lyingGraph(id), (desk) => ({ ...desk, current: id }));
  });

/** The next tab, or the one before, around the ends. */
export function switchBy(step: 1 | -1): Promise<void> {
  const { open, current } = deskStore.getState();
  const at = open.findIndex(({ id }) => id === current);
  return switchTo(open[(at + step + open.length) % open.length]?.id ?? current);
}

/** Opens a graph beside the others. */
export const openInTab = (document: GraphDocument): Promise<void> =>
  inTurn(async () => {
    const graph: OpenGraph = { id: crypto.randomUUID(), name: document.name };
    await see({ ...untouched(document), viewport: undefined }, addToDesk(graph));
    await save();
  });

/** Closes a tab; its graph stays kept and can be opened again. The last one stays. */
export const closeTab = (id: string): Promise<void> =>
  inTurn(async () => {
    const { open, current } = deskStore.getState();
    const at = open.findIndex((graph) => graph.id === id);
    const neighbour = open[at + 1] ?? open[at - 1];
    if (at < 0 || neighbour === undefined) return;
    const without = (desk: Desk): Desk => ({
      ...desk,
      open: desk.open.toSpliced(at, 1),
      closed: [...desk.closed, ...desk.open.slice(at, at + 1)],
    });
    if (id !== current) arrangeDesk(without);
    else await see(await lyingGraph(neighbour.id), (desk) => ({ ...without(desk), current: neighbour.id }));
  });

/** Opens again what was closed last, as it was left. */
export const reopenTab = (): Promise<void> =>
  inTurn(async () => {
    const graph = deskStore.getState().closed.at(-1);
    if (graph === undefined) return;
    await see(await lyingGraph(graph.id), (desk) => ({
      open: [...desk.open, graph],
      current: graph.id,
      closed: desk.closed.slice(0, -1),
    }));
  });
