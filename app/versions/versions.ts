import { readDocument, writeDocument } from '../../engine/formats/json.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { templates } from '../../engine/graph/templates/catalogue.ts';
import { documentStore, isEmptySheet, openDocument } from '../document/store.ts';
import { connect } from '../files/storage.ts';
import { deskStore } from '../tabs/desk.ts';

/** A state of a graph that a person kept under a name, in this browser. */
export interface Version {
  /** When it was kept, ISO 8601; the later part of its key. */
  readonly time: string;
  readonly name: string;
  readonly nodes: number;
  /** In decimal, since counts have no bound. */
  readonly parameters: string;
  readonly text: string;
  /** It was kept by itself, as another graph took its place. */
  readonly replaced?: true;
}

/** Most versions of a graph that are kept by themselves. */
const mostReplaced = 20;

const isVersion = (value: unknown): value is Version =>
  typeof value === 'object' &&
  value !== null &&
  (['time', 'name', 'parameters', 'text'] as const).every(
    (key) => typeof (value as Partial<Record<string, unknown>>)[key] === 'string',
  ) &&
  'nodes' in value &&
  typeof value.nodes === 'number';

const keyOf = (time: string): IDBValidKey => [deskStore.getState().current, time];

/** All of the graph that is seen: keys are its id and the time, and any text sorts before an empty list. */
const ofThisGraph = (): IDBKeyRange => {
  const { current } = deskStore.getState();
  return IDBKeyRange.bound([current], [current, []]);
};

function versionNow(name: string): Version {
  const { whole, checked } = documentStore.getState();
  return {
    time: new Date().toISOString(),
    name,
    nodes: whole.nodes.length,
    parameters: String(checked.parameterCount.total),
    text: writeDocument(whole),
  };
}

/** The open graph as it is now, under a name. @throws where the browser keeps nothing */
export async function keepVersion(name: string): Promise<void> {
  const version = versionNow(name);
  await (await connect()).put('versions', version, keyOf(version.time));
}

/** Whether a graph is a person's own: no empty sheet and no template as it came. */
export function isOwnGraph(graph: GraphDocument): boolean {
  const text = writeDocument(graph);
  return !isEmptySheet(graph) && templates.every(({ document }) => writeDocument(document) !== text);
}

/** Keeps the graph that another one is about to take the place of, unless it is kept already. */
async function keepReplaced(version: Version): Promise<void> {
  const key = keyOf(version.time);
  const kept = await listVersions();
  if (kept.some(({ text }) => text === version.text)) return;
  await (await connect()).put('versions', { ...version, replaced: true }, key);
  for (const old of kept.filter(({ replaced }) => replaced).slice(mostReplaced - 1)) await deleteVersion(old);
}

/**
 * Keeps the open graph where it, or a part that may be in no file such as its table, is about to be replaced: undo brings it back
 * only as long as the page is open. A browser that keeps nothing says so in the status bar.
 */
export function keepBefore(label: string): void {
  if (isOwnGraph(documentStore.getState().whole))
    void keepReplaced(versionNow(`Before: ${label}`)).catch(() => undefined);
}

/** Puts a graph in place of the open one, as one undo step; the former is kept among the versions too. */
export function replaceGraph(graph: GraphDocument, label = `Open ${graph.name}`): void {
  keepBefore(label);
  openDocument(graph, label);
}

/** Those of the open graph, the latest first. */
export async function listVersions(): Promise<readonly Version[]> {
  const found: readonly unknown[] = await (await connect()).getAll('versions', ofThisGraph());
  return found.filter(isVersion).toReversed();
}

export async function deleteVersion({ time }: Version): Promise<void> {
  await (await connect()).delete('versions', keyOf(time));
}

/** The graph of a version, or undefined where it is damaged. */
export function graphOf({ text }: Version): GraphDocument | undefined {
  const read = readDocument(text);
  return read.ok ? read.document : undefined;
}

/** Puts a version in place of the open graph, as one undo step; false where it is damaged. */
export function takeVersion(version: Version): boolean {
  const graph = graphOf(version);
  if (graph !== undefined) replaceGraph(graph, `Go back to ${version.name}`);
  return graph !== undefined;
}
