import { readDocument, writeDocument } from '../../engine/formats/json.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import type { LevelPath } from '../../engine/graph/levels.ts';
import { onSheetMoved, type Viewport, viewportNow } from '../canvas/view-handle.ts';
import { documentStore, markSaved } from '../document/store.ts';
import { deskStore, firstId } from '../tabs/desk.ts';
import { connect } from './storage.ts';

const store = 'documents';

/** What is kept in this browser of an open graph: the document as text, and how it was seen. */
export interface Kept {
  readonly text: string;
  readonly viewport: Viewport | undefined;
  /** The uses of blocks that were entered. */
  readonly path: LevelPath;
}

/** A document that was kept, and how it was seen. */
type Read = Omit<Kept, 'text'> & { readonly document: GraphDocument };

/** Milliseconds of quiet before a change is saved. */
const quiet = 250;

/** What a kept entry holds, or undefined where it cannot be understood. */
export function readKept(entry: unknown): Read | undefined {
  if (typeof entry !== 'object' || entry === null || !('text' in entry)) return undefined;
  if (typeof entry.text !== 'string') return undefined;
  const read = readDocument(entry.text);
  if (!read.ok) return undefined;
  const viewport = 'viewport' in entry ? readViewport(entry.viewport) : undefined;
  const path = 'path' in entry ? readPath(entry.path) : [];
  return { document: read.document, viewport, path };
}

const readPath = (value: unknown): LevelPath =>
  Array.isArray(value) && value.every((id) => typeof id === 'string') ? value : [];

function readViewport(value: unknown): Viewport | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { x, y, zoom } = value as Partial<Record<keyof Viewport, unknown>>;
  const finite = [x, y, zoom].every((part) => typeof part === 'number' && Number.isFinite(part));
  return finite && (zoom as number) > 0 ? (value as Viewport) : undefined;
}

export type Restored =
  | ({ readonly kind: 'restored' } & Read)
  | { readonly kind: 'nothing' }
  /** What was kept cannot be read; it lies aside under another key and is not overwritten. */
  | { readonly kind: 'set-aside' }
  | { readonly kind: 'unavailable' };

/**
 * Where a page that is being left puts what it had not saved yet: the database answers too late for that. What lies
 * here is newer than what the database has.
 */
const leavingKey = 'nodegrad.leaving';

/** The graph it is of; before there were several, the first. */
const idOf = (left: unknown): string =>
  typeof left === 'object' && left !== null && 'id' in left && typeof left.id === 'string'
    ? left.id
    : firstId;

function takeLeft(id: string): ReturnType<typeof readKept> {
  try {
    const text = localStorage.getItem(leavingKey);
    localStorage.removeItem(leavingKey);
    const left: unknown = text === null ? undefined : JSON.parse(text);
    return idOf(left) === id ? readKept(left) : undefined;
  } catch {
    return undefined;
  }
}

function leaveBehind(entry: Kept): void {
  try {
    localStorage.setItem(leavingKey, JSON.stringify({ ...entry, id: deskStore.getState().current }));
  } catch {
    // Too large, or forbidden: the write to the database is under way, and usually succeeds.
  }
}

/** The graph that was seen last, as it was left. */
export async function restore(): Promise<Restored> {
  const { current } = deskStore.getState();
  const left = takeLeft(current);
  if (left !== undefined) {
    // Into the database first: until then it is nowhere else.
    const { document, viewport, path } = left;
    const kept: Kept = { text: writeDocument(document), viewport, path };
    await connect()
      .then((db) => db.put(store, kept, current))
      .catch(() => leaveBehind(kept));
    return { kind: 'restored', ...left };
  }
  try {
    const db = await connect();
    const entry: unknown = await db.get(store, current);
    if (entry === undefined) return { kind: 'nothing' };
    const kept = readKept(entry);
    if (kept !== undefined) return { kind: 'restored', ...kept };
    await db.put(store, entry, `set-aside-${new Date().toISOString()}`);
    await db.delete(store, current);
    return { kind: 'set-aside' };
  } catch {
    return { kind: 'unavailable' };
  }
}

/** A graph that this browser keeps besides the one that is seen. */
export async function readKeptGraph(id: string): Promise<Read | undefined> {
  try {
    return readKept(await (await connect()).get(store, id));
  } catch {
    return undefined;
  }
}

let timer: ReturnType<typeof setTimeout> | undefined;
let savedDocument: GraphDocument | undefined;
let savedView = '';

/** How the document is seen now. */
const viewNow = (): Omit<Kept, 'text'> => ({
  viewport: viewportNow(),
  path: documentStore.getState().path,
});

const isSaved = (): boolean =>
  documentStore.getState().whole === savedDocument && JSON.stringify(viewNow()) === savedView;

const entryNow = (): Kept => ({ text: writeDocument(documentStore.getState().whole), ...viewNow() });

/** Writes the graph that is seen, if it has changed since it was written. */
export async function save(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const { whole } = documentStore.getState();
  const { current } = deskStore.getState();
  if (isSaved()) {
    if (documentStore.getState().saved === 'saving') markSaved('saved');
    return;
  }
  try {
    const entry = entryNow();
    await (await connect()).put(store, entry, current);
    savedDocument = whole;
    savedView = JSON.stringify({ viewport: entry.viewport, path: entry.path });
    if (documentStore.getState().whole === whole) markSaved('saved');
  } catch {
    markSaved('failed');
  }
}

function saveSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void save(), quiet);
}

/** Saves each change shortly after it was made, and at once when the page is left. */
export function startAutosave(): void {
  savedDocument = documentStore.getState().whole;
  documentStore.subscribe((state, before) => {
    if (state.whole !== before.whole || state.path !== before.path) saveSoon();
  });
  onSheetMoved(saveSoon);
  window.addEventListener('pagehide', () => {
    if (!isSaved()) leaveBehind(entryNow());
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void save();
  });
}
