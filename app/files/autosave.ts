import { readDocument, writeDocument } from '../../engine/formats/json.ts';
import type { LevelPath } from '../../engine/graph/blocks/levels.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { onSheetMoved, type Viewport, viewportNow } from '../canvas/view-handle.ts';
import { documentStore, markSaved } from '../document/store.ts';
import { showDialog } from '../shell/dialogs.ts';
import { addToDesk, arrangeDesk, deskStore, firstId } from '../tabs/desk.ts';
import { type Marked, readEntry, withMark, writeEntry } from './kept-graphs.ts';
import { connect } from './storage.ts';

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
/** Milliseconds until what could not be saved is tried again: there may be room by then. */
const untilRetry = 10_000;

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

/** What a page left, of which graph. */
interface Left {
  readonly id: string;
  readonly entry: Kept & Marked;
  readonly kept: Read;
}

/** The graph it is of; before there were several, the first. */
const idOf = (left: unknown): string =>
  typeof left === 'object' && left !== null && 'id' in left && typeof left.id === 'string'
    ? left.id
    : firstId;

function readLeft(): Left | undefined {
  try {
    const text = localStorage.getItem(leavingKey);
    const entry: unknown = text === null ? undefined : JSON.parse(text);
    const kept = readKept(entry);
    return kept === undefined ? undefined : { id: idOf(entry), entry: entry as Kept & Marked, kept };
  } catch {
    return undefined;
  }
}

function leaveBehind(): void {
  try {
    const id = deskStore.getState().current;
    localStorage.setItem(leavingKey, JSON.stringify({ ...entryNow(id), id }));
  } catch {
    // Too large, or forbidden: the write to the database is under way, and usually succeeds.
  }
}

/** Writes a graph whose place another page has taken beside that one, and sees it; gives its new key. */
async function writeBeside(former: string, entry: Kept & Marked, name: string): Promise<string> {
  const graph = { id: crypto.randomUUID(), name };
  await writeEntry(graph.id, entry);
  arrangeDesk((desk) =>
    // Meanwhile another tab may have been gone to.
    desk.current === former ? addToDesk(graph)(desk) : { ...desk, open: [...desk.open, graph] },
  );
  showDialog({
    kind: 'notice',
    title: 'This graph was changed in another window too',
    message:
      'Another tab or window of the browser has saved changes to it since this one read it. Both are kept: what you see is yours, and the other one lies in the tab before it.',
  });
  return graph.id;
}

/** Puts what a page left into the database, where it is not there already or has become something else. */
async function storeLeft({ id, entry, kept }: Left): Promise<void> {
  const finding = await writeEntry(id, entry);
  const { name } = kept.document;
  if (finding === 'foreign') await writeBeside(id, entry, name);
  else if (finding === 'free') {
    const isOnDesk = deskStore.getState().open.some((graph) => graph.id === id);
    arrangeDesk(isOnDesk ? (desk) => ({ ...desk, current: id }) : addToDesk({ id, name }));
  }
  localStorage.removeItem(leavingKey);
}

/** The graph that was seen last, as it was left. */
export async function restore(): Promise<Restored> {
  const left = readLeft();
  try {
    if (left !== undefined) await storeLeft(left);
    const { current } = deskStore.getState();
    const entry = await readEntry(current);
    if (entry === undefined) return { kind: 'nothing' };
    const kept = readKept(entry);
    if (kept !== undefined) {
      keptDocuments.set(current, kept.document);
      return { kind: 'restored', ...kept };
    }
    const db = await connect();
    await db.put('documents', entry, `set-aside-${new Date().toISOString()}`);
    await db.delete('documents', current);
    return { kind: 'set-aside' };
  } catch {
    return left === undefined ? { kind: 'unavailable' } : { kind: 'restored', ...left.kept };
  }
}

/** A graph that this browser keeps besides the one that is seen. */
export async function readKeptGraph(id: string): Promise<Read | undefined> {
  try {
    const kept = readKept(await readEntry(id));
    if (kept !== undefined) keptDocuments.set(id, kept.document);
    return kept;
  } catch {
    return undefined;
  }
}

let timer: ReturnType<typeof setTimeout> | undefined;
/** Of each graph, the document as this page read or wrote it last. */
const keptDocuments = new Map<string, GraphDocument>();
let savedView = '';

/** How the document is seen now. */
const viewNow = (): Omit<Kept, 'text'> => ({
  viewport: viewportNow(),
  path: documentStore.getState().path,
});

const isChanged = (id: string): boolean => documentStore.getState().whole !== keptDocuments.get(id);

const isSaved = (): boolean =>
  !isChanged(deskStore.getState().current) && JSON.stringify(viewNow()) === savedView;

const entryNow = (id: string): Kept & Marked =>
  withMark(id, { text: writeDocument(documentStore.getState().whole), ...viewNow() }, isChanged(id));

/** Writes, one after the other, so that none takes the one before for another page's. */
let underWay: Promise<void> = Promise.resolve();

/** Writes the graph that is seen, if it has changed since it was written. */
export function save(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  underWay = underWay.then(write);
  return underWay;
}

async function write(): Promise<void> {
  const { whole } = documentStore.getState();
  const { current } = deskStore.getState();
  if (isSaved()) {
    if (documentStore.getState().saved === 'saving') markSaved('saved');
    return;
  }
  try {
    const entry = entryNow(current);
    const finding = await writeEntry(current, entry);
    // Of a graph that only another page has changed there is nothing to write but how it is seen.
    const isFork = finding === 'foreign' && whole !== keptDocuments.get(current);
    const id = isFork ? await writeBeside(current, entry, whole.name) : current;
    keptDocuments.set(id, whole);
    savedView = JSON.stringify({ viewport: entry.viewport, path: entry.path });
    if (documentStore.getState().whole === whole) markSaved('saved');
  } catch {
    markSaved('failed');
    saveAfter(untilRetry);
  }
}

function saveAfter(milliseconds: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void save(), milliseconds);
}

const saveSoon = (): void => saveAfter(quiet);

/** Saves each change shortly after it was made, and at once when the page is left. */
export function startAutosave(): void {
  keptDocuments.set(deskStore.getState().current, documentStore.getState().whole);
  documentStore.subscribe((state, before) => {
    if (state.whole !== before.whole || state.path !== before.path) saveSoon();
  });
  onSheetMoved(saveSoon);
  window.addEventListener('pagehide', () => {
    // What is being typed is taken over when its field is left.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (!isSaved()) leaveBehind();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void save();
  });
}
