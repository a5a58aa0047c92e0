import { connect } from './storage.ts';

/**
 * Writing graphs where several pages of the browser may have the same one open. Each entry says who wrote it, so that no page
 * writes over what it has not seen.
 */

/** A state of a graph: by which page, and its how manieth. */
export interface Mark {
  readonly writer: string;
  readonly turn: number;
}

/** What a write leaves beside an entry: its own mark, and that of the entry it takes the place of. */
export interface Marked {
  readonly mark?: Mark | undefined;
  readonly after?: Mark | undefined;
}

const store = 'documents';
const thisPage = crypto.randomUUID();
let turns = 0;

/** Of each graph, the mark of the entry that this page read or wrote last. */
const seen = new Map<string, Mark | undefined>();

const readMark = (value: unknown): Mark | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const { writer, turn } = value as Partial<Record<keyof Mark, unknown>>;
  return typeof writer === 'string' && typeof turn === 'number' ? { writer, turn } : undefined;
};

/** The marks of an entry; those from before there were any have none. */
export function marksOf(entry: unknown): Marked {
  if (typeof entry !== 'object' || entry === null) return {};
  const { mark, after } = entry as Partial<Record<keyof Marked, unknown>>;
  return { mark: readMark(mark), after: readMark(after) };
}

const isSame = (one: Mark | undefined, other: Mark | undefined): boolean =>
  one?.writer === other?.writer && one?.turn === other?.turn;

/**
 * What a write finds: an entry that it may take the place of; one that is as new or newer, of the same page; or one of another
 * page, which the writer has not seen.
 */
export type Finding = 'free' | 'newer' | 'foreign';

export function findingOf(written: Marked, stored: Mark | undefined): Finding {
  const { mark, after } = written;
  if (isSame(stored, after)) return 'free';
  if (stored === undefined || stored.writer !== mark?.writer) return 'foreign';
  return stored.turn < mark.turn ? 'free' : 'newer';
}

/** An entry to write: with a mark of its own where the graph was changed, not where it is only seen otherwise. */
export function withMark<E extends object>(id: string, entry: E, isChanged: boolean): E & Marked {
  const after = seen.get(id);
  if (!isChanged) return { ...entry, mark: after, after };
  turns += 1;
  return { ...entry, mark: { writer: thisPage, turn: turns }, after };
}

/** Reads an entry, which this page has then seen. @throws where the browser keeps nothing */
export async function readEntry(id: string): Promise<unknown> {
  const entry: unknown = await (await connect()).get(store, id);
  seen.set(id, marksOf(entry).mark);
  return entry;
}

/** Writes a marked entry unless it finds one that is newer or foreign; says what it found. @throws as `readEntry` */
export async function writeEntry(id: string, entry: object & Marked): Promise<Finding> {
  const { store: entries, done } = (await connect()).transaction(store, 'readwrite');
  const stored: unknown = await entries.get(id);
  const finding = stored === undefined ? 'free' : findingOf(entry, marksOf(stored).mark);
  if (finding === 'free') await entries.put(entry, id);
  await done;
  if (finding === 'free') seen.set(id, entry.mark);
  return finding;
}
