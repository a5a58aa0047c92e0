import { readDocument, writeDocument } from '../../engine/formats/json.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { documentStore, openDocument } from '../document/store.ts';
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
}

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

/** The open graph as it is now, under a name. @throws where the browser keeps nothing */
export async function keepVersion(name: string): Promise<void> {
  const { whole, checked } = documentStore.getState();
  const time = new Date().toISOString();
  const version: Version = {
    time,
    name,
    nodes: whole.nodes.length,
    parameters: String(checked.parameterCount.total),
    text: writeDocument(whole),
  };
  await (await connect()).put('versions', version, keyOf(time));
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
  if (graph !== undefined) openDocument(graph, `Go back to ${version.name}`);
  return graph !== undefined;
}
