import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { readDocument, writeDocument } from '../../engine/formats/json.ts';
import { renameBlock } from '../../engine/graph/blocks/edit-blocks.ts';
import { blockOfLoose, looseBlock } from '../../engine/graph/blocks/loose-block.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { connect } from '../files/storage.ts';

/** The blocks that a person keeps in this browser, for all graphs: 'My blocks' in the palette. */

export interface ShelfBlock {
  /** Its key in the database. */
  readonly key: string;
  readonly name: string;
  /** The block by itself, see `looseBlock`. */
  readonly loose: GraphDocument;
}

const store = 'shelf';

/** In the order of their names. */
export const shelfStore = createStore<{ readonly blocks: readonly ShelfBlock[] }>()(() => ({ blocks: [] }));

export const useShelf = (): readonly ShelfBlock[] => useStore(shelfStore, (state) => state.blocks);

const show = (blocks: readonly ShelfBlock[]): void =>
  shelfStore.setState({ blocks: blocks.toSorted((a, b) => a.name.localeCompare(b.name)) });

/** What a kept entry holds, or undefined where it cannot be understood. */
export function readShelfBlock(key: string, entry: unknown): ShelfBlock | undefined {
  if (typeof entry !== 'string') return undefined;
  const read = readDocument(entry);
  const block = read.ok ? blockOfLoose(read.document) : undefined;
  return read.ok && block !== undefined ? { key, name: block.name, loose: read.document } : undefined;
}

/** Reads what is kept. Entries that cannot be read are passed over, and stay. */
async function readShelf(): Promise<void> {
  const db = await connect();
  const keys = await db.getAllKeys(store);
  const entries: readonly unknown[] = await Promise.all(keys.map((key) => db.get(store, key)));
  show(entries.flatMap((entry, at) => readShelfBlock(String(keys[at]), entry) ?? []));
}

/** Reads the shelf now and whenever the page is come back to: another window may have changed it. */
export function startShelf(): void {
  const read = () => void readShelf().catch(() => undefined);
  read();
  window.addEventListener('focus', read);
}

/** A name that none of these has: the wanted one, else with the next free number. */
export function freeName(wanted: string, others: readonly Pick<ShelfBlock, 'name'>[]): string {
  const taken = new Set(others.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted.slice(0, 190)} ${number}`;
    if (!taken.has(name)) return name;
  }
}

function named(loose: GraphDocument, name: string): GraphDocument {
  const block = blockOfLoose(loose);
  return block === undefined ? loose : renameBlock({ ...loose, name }, block.id, name);
}

async function put(block: ShelfBlock): Promise<void> {
  await (await connect()).put(store, writeDocument(block.loose), block.key);
  show([...shelfStore.getState().blocks.filter(({ key }) => key !== block.key), block]);
}

/**
 * Keeps a block of a document, with the weights of a use or without. One that is kept already is not doubled; a name that another one has gets a number, so
 * that nothing is written over.
 * @throws where the browser keeps nothing
 */
export async function keepOnShelf(...block: Parameters<typeof looseBlock>): Promise<void> {
  const loose = looseBlock(...block);
  if (loose === undefined) return;
  const { blocks } = shelfStore.getState();
  const text = writeDocument(loose);
  if (blocks.some((kept) => writeDocument(kept.loose) === text)) return;
  const name = freeName(loose.name, blocks);
  await put({ key: crypto.randomUUID(), name, loose: named(loose, name) });
}

/** @throws where the browser keeps nothing */
export async function renameOnShelf(block: ShelfBlock, wanted: string): Promise<void> {
  const others = shelfStore.getState().blocks.filter(({ key }) => key !== block.key);
  const name = freeName(wanted, others);
  await put({ ...block, name, loose: named(block.loose, name) });
}

/** Takes a block off the shelf; graphs that use it have their own definition. @throws where the browser keeps nothing */
export async function removeFromShelf({ key }: ShelfBlock): Promise<void> {
  await (await connect()).delete(store, key);
  show(shelfStore.getState().blocks.filter((block) => block.key !== key));
}
