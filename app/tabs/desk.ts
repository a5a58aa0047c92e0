import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { connect } from '../files/storage.ts';

/** One graph of those that lie open, by the key under which this browser keeps it. */
export interface OpenGraph {
  readonly id: string;
  readonly name: string;
}

/** Which graphs are open, and in which order; of those closed, the latest last. */
export interface Desk {
  readonly open: readonly OpenGraph[];
  /** The one that is seen. */
  readonly current: string;
  readonly closed: readonly OpenGraph[];
}

/** The key of a browser's first graph, from before there were several. */
export const firstId = 'current';
const key = 'desk';

export const deskStore = createStore<Desk>()(() => ({
  open: [{ id: firstId, name: '' }],
  current: firstId,
  closed: [],
}));

export const useDesk = <T>(selector: (desk: Desk) => T): T => useStore(deskStore, selector);

const isGraph = (value: unknown): value is OpenGraph =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'name' in value &&
  typeof value.id === 'string' &&
  typeof value.name === 'string';

const graphsIn = (value: unknown): readonly OpenGraph[] =>
  Array.isArray(value) ? value.filter(isGraph) : [];

/** What was kept of a desk, or undefined where it names no open graph. */
export function readDesk(entry: unknown): Desk | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { open, current, closed } = entry as Partial<Record<keyof Desk, unknown>>;
  const graphs = graphsIn(open);
  const [first] = graphs;
  if (first === undefined) return undefined;
  const seen = graphs.find(({ id }) => id === current) ?? first;
  return { open: graphs, current: seen.id, closed: graphsIn(closed) };
}

/** Graphs that this page has had on its desk, open or closed. */
const known = new Set<string>();

const know = ({ open, closed }: Desk): void => {
  for (const { id } of [...open, ...closed]) known.add(id);
};

/** The desk as it was left. */
export async function restoreDesk(): Promise<void> {
  try {
    const kept = readDesk(await (await connect()).get('desk', key));
    if (kept === undefined) return;
    know(kept);
    deskStore.setState(kept, true);
  } catch {
    // Without a database there is one graph, and it says that it is not saved.
  }
}

/** A page's desk with what other pages of the browser have put on the kept one, which it does not know of. */
export function withUnknown(desk: Desk, kept: Desk, known: ReadonlySet<string>): Desk {
  const unknown = (graphs: readonly OpenGraph[]) => graphs.filter(({ id }) => !known.has(id));
  return {
    ...desk,
    open: [...desk.open, ...unknown(kept.open)],
    closed: [...unknown(kept.closed), ...desk.closed],
  };
}

async function keep(desk: Desk): Promise<void> {
  const { store, done } = (await connect()).transaction('desk', 'readwrite');
  const kept = readDesk(await store.get(key));
  await store.put(kept === undefined ? desk : withUnknown(desk, kept, known), key);
  await done;
}

/** Changes the desk, here and where it is kept. */
export function arrangeDesk(change: (desk: Desk) => Desk): void {
  const next = change(deskStore.getState());
  know(next);
  deskStore.setState(next, true);
  void keep(next).catch(() => undefined);
}

/** Puts a graph on the desk, behind the one that is seen, and sees it. */
export const addToDesk =
  (graph: OpenGraph) =>
  (desk: Desk): Desk => {
    const at = desk.open.findIndex(({ id }) => id === desk.current);
    return { ...desk, open: desk.open.toSpliced(at + 1, 0, graph), current: graph.id };
  };
