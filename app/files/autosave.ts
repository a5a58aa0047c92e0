import { type IDBPDatabase, openDB } from 'idb';
import { readDocument, writeDocument } from '../../engine/formats/json.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { canvasView, type Viewport } from '../canvas/view-handle.ts';
import { documentStore, markSaved } from '../document/store.ts';

/** What is kept in this browser: the open document as text, and how it was seen. */
export interface Kept {
  readonly text: string;
  readonly viewport: Viewport | undefined;
}

const database = 'nodegrad';
const store = 'documents';
const current = 'current';

/** Milliseconds of quiet before a change is saved. */
const quiet = 250;

let connection: IDBPDatabase | undefined;

async function connect(): Promise<IDBPDatabase> {
  connection ??= await openDB(database, 1, {
    upgrade: (db) => {
      db.createObjectStore(store);
    },
    terminated: () => {
      connection = undefined;
    },
  });
  return connection;
}

/** What a kept entry holds, or undefined where it cannot be understood. */
export function readKept(
  entry: unknown,
): { readonly document: GraphDocument; readonly viewport: Viewport | undefined } | undefined {
  if (typeof entry !== 'object' || entry === null || !('text' in entry)) return undefined;
  if (typeof entry.text !== 'string') return undefined;
  const read = readDocument(entry.text);
  if (!read.ok) return undefined;
  const viewport = 'viewport' in entry ? readViewport(entry.viewport) : undefined;
  return { document: read.document, viewport };
}

function readViewport(value: unknown): Viewport | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { x, y, zoom } = value as Partial<Record<keyof Viewport, unknown>>;
  const finite = [x, y, zoom].every((part) => typeof part === 'number' && Number.isFinite(part));
  return finite && (zoom as number) > 0 ? (value as Viewport) : undefined;
}

export type Restored =
  | { readonly kind: 'restored'; readonly document: GraphDocument; readonly viewport: Viewport | undefined }
  | { readonly kind: 'nothing' }
  /** What was kept cannot be read; it lies aside under another key and is not overwritten. */
  | { readonly kind: 'set-aside' }
  | { readonly kind: 'unavailable' };

/** The document of the last visit. */
export async function restore(): Promise<Restored> {
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

let timer: ReturnType<typeof setTimeout> | undefined;
let savedDocument: GraphDocument | undefined;
let savedViewport = '';

/** Writes what is open, if it has changed since it was written. */
async function save(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const { document } = documentStore.getState();
  const viewport = canvasView()?.viewport();
  const seen = JSON.stringify(viewport);
  if (document === savedDocument && seen === savedViewport) {
    if (documentStore.getState().saved === 'saving') markSaved('saved');
    return;
  }
  try {
    const entry: Kept = { text: writeDocument(document), viewport };
    // Connected already, the write is under way before this function first waits: a page that closes still saves.
    await (connection ?? (await connect())).put(store, entry, current);
    savedDocument = document;
    savedViewport = seen;
    if (documentStore.getState().document === document) markSaved('saved');
  } catch {
    markSaved('failed');
  }
}

/** Saves each change shortly after it was made, and at once when the page is left. Gives the way to stop. */
export function startAutosave(): () => void {
  savedDocument = documentStore.getState().document;
  savedViewport = JSON.stringify(canvasView()?.viewport());
  const stopWatching = documentStore.subscribe((state, before) => {
    if (state.document === before.document) return;
    clearTimeout(timer);
    timer = setTimeout(() => void save(), quiet);
  });
  const leave = () => void save();
  const hide = () => {
    if (document.visibilityState === 'hidden') void save();
  };
  window.addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', hide);
  return () => {
    stopWatching();
    window.removeEventListener('pagehide', leave);
    document.removeEventListener('visibilitychange', hide);
  };
}
