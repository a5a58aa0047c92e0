import { type IDBPDatabase, openDB } from 'idb';
import { readDocument, writeDocument } from '../../engine/formats/json.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { canvasView, onSheetMoved, type Viewport } from '../canvas/view-handle.ts';
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

/**
 * Where a page that is being left puts what it had not saved yet: the database answers too late for that. What lies
 * here is newer than what the database has.
 */
const leavingKey = 'nodegrad.leaving';

function takeLeft(): ReturnType<typeof readKept> {
  try {
    const text = localStorage.getItem(leavingKey);
    localStorage.removeItem(leavingKey);
    return text === null ? undefined : readKept(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function leaveBehind(entry: Kept): void {
  try {
    localStorage.setItem(leavingKey, JSON.stringify(entry));
  } catch {
    // Too large, or forbidden: the write to the database is under way, and usually succeeds.
  }
}

/** The document of the last visit. */
export async function restore(): Promise<Restored> {
  const left = takeLeft();
  if (left !== undefined) {
    // Into the database first: until then it is nowhere else.
    const { document, viewport } = left;
    const kept: Kept = { text: writeDocument(document), viewport };
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

let timer: ReturnType<typeof setTimeout> | undefined;
let savedDocument: GraphDocument | undefined;
let savedViewport = '';

const isSaved = (): boolean =>
  documentStore.getState().document === savedDocument &&
  JSON.stringify(canvasView()?.viewport()) === savedViewport;

const entryNow = (): Kept => ({
  text: writeDocument(documentStore.getState().document),
  viewport: canvasView()?.viewport(),
});

/** Writes what is open, if it has changed since it was written. */
async function save(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const { document } = documentStore.getState();
  if (isSaved()) {
    if (documentStore.getState().saved === 'saving') markSaved('saved');
    return;
  }
  try {
    const entry = entryNow();
    await (await connect()).put(store, entry, current);
    savedDocument = document;
    savedViewport = JSON.stringify(entry.viewport);
    if (documentStore.getState().document === document) markSaved('saved');
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
  savedDocument = documentStore.getState().document;
  documentStore.subscribe((state, before) => {
    if (state.document !== before.document) saveSoon();
  });
  onSheetMoved(saveSoon);
  window.addEventListener('pagehide', () => {
    if (!isSaved()) leaveBehind(entryNow());
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void save();
  });
}
