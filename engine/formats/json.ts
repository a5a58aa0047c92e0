import { type Diagnostic, diagnostic } from '../graph/check/diagnostic.ts';
import {
  annotationSchema,
  type BlockDefinition,
  blockSchema,
  columnSchema,
  type DataSettings,
  dataSchema,
  documentFormat,
  documentSchema,
  documentVersion,
  edgeSchema,
  type GraphDocument,
  nodeSchema,
  type OwnTable,
  tableSchema,
  tensorSchema,
  trainingSchema,
} from '../graph/document.ts';
import { keptRunSchema } from '../graph/kept-run-schema.ts';
import { readJson } from './json-text.ts';
import { type Migration, migrate, migrations, type RawDocument } from './migrations.ts';
import { schemaFaults } from './schema-faults.ts';

export type ReadResult =
  | { readonly ok: true; readonly document: GraphDocument; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

const refuse = (...diagnostics: readonly Diagnostic[]): ReadResult => ({ ok: false, diagnostics });

const notADocument = (message: string): ReadResult =>
  refuse(diagnostic('not-a-document', { title: 'This is not a Nodegrad document', message }));

const isObject = (value: unknown): value is RawDocument =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const describe = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value);
};

/**
 * A document from its text. Text from strangers never throws: it gives diagnostics that say what was expected and
 * found. What is drawn may still be wrong; that is for `checkGraph`.
 */
export function readDocument(text: string, steps: readonly Migration[] = migrations): ReadResult {
  const json = readJson(text);
  if (!json.ok) return notADocument(json.message);
  const raw = json.value;
  if (!isObject(raw)) return notADocument(`Expected an object; found ${describe(raw)}.`);
  const format = Object.hasOwn(raw, 'format') ? raw['format'] : undefined;
  if (format !== documentFormat) {
    return notADocument(
      `Expected "format": "${documentFormat}"; found ${format === undefined ? 'no format' : describe(format)}.`,
    );
  }
  const version = Object.hasOwn(raw, 'version') ? raw['version'] : undefined;
  if (!Number.isSafeInteger(version) || (version as number) < 1) {
    return notADocument(`Expected a version from 1 to ${documentVersion}; found ${describe(version)}.`);
  }
  if ((version as number) > documentVersion) return refuse(newerVersion(version as number));
  const current = migrate(raw, version as number, steps);
  if (current === undefined) return notADocument(`Expected a version that was published; found ${version}.`);

  const parsed = documentSchema.safeParse(current);
  if (!parsed.success) return refuse(...schemaFaults(parsed.error.issues, current));
  const twice = duplicates(parsed.data);
  return twice.length > 0 ? refuse(...twice) : { ok: true, document: parsed.data, diagnostics: [] };
}

const newerVersion = (version: number): Diagnostic =>
  diagnostic('newer-version', {
    title: 'This document is from a newer Nodegrad',
    message: `Expected version ${documentVersion} or older; found ${version}. Reload the page or update to open it.`,
  });

/** What must differ by name and does not: nodes of a document and within each block, blocks, and ports of a block. */
function duplicates({ nodes, annotations = [], blocks = [] }: GraphDocument): readonly Diagnostic[] {
  return [
    ...duplicateIds('nodes', nodes, true),
    ...duplicateIds('notes and frames', annotations),
    ...duplicateIds('blocks', blocks),
    ...blocks.flatMap(({ id, nodes: inner, annotations: written = [], inputs, outputs }) => [
      ...duplicateIds(`nodes of the block ${id}`, inner),
      ...duplicateIds(`notes and frames of the block ${id}`, written),
      ...duplicateIds(`inputs of the block ${id}`, inputs),
      ...duplicateIds(`outputs of the block ${id}`, outputs),
    ]),
  ];
}

function duplicateIds(
  what: string,
  named: readonly ({ readonly id: string } | { readonly name: string })[],
  areNodes = false,
): readonly Diagnostic[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const each of named) {
    const id = 'id' in each ? each.id : each.name;
    (seen.has(id) ? twice : seen).add(id);
  }
  return [...twice].map((id) =>
    diagnostic('duplicate-id', {
      ...(areNodes ? { node: id } : {}),
      title: `Two ${what} have the id ${id}`,
      message: `Expected an id for each; found ${id} more than once.`,
    }),
  );
}

/** Text of a value on one line. Members come in the given order where there is one, else by name. */
function inline(value: unknown, keys?: readonly string[]): string {
  if (Array.isArray(value)) return `[${value.map((entry) => inline(entry)).join(', ')}]`;
  // JSON.stringify would write −0 as 0.
  if (Object.is(value, -0)) return '-0';
  if (!isObject(value)) return JSON.stringify(value);
  const members = membersOf(value, keys).map(([key, inner]) => `${JSON.stringify(key)}: ${inline(inner)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function membersOf(
  value: RawDocument,
  keys: readonly string[] = Object.keys(value).sort(),
): readonly (readonly [string, unknown])[] {
  return keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]);
}

/** Lines between brackets, `indent` being where the brackets stand. */
function block(open: string, lines: readonly string[], close: string, indent = '  '): string {
  if (lines.length === 0) return `${open}${close}`;
  return `${open}\n${lines.map((line) => `${indent}  ${line}`).join(',\n')}\n${indent}${close}`;
}

const keysOf = (schema: { readonly shape: object }): readonly string[] => Object.keys(schema.shape);
const nodeKeys = keysOf(nodeSchema);
const edgeKeys = keysOf(edgeSchema);
const annotationKeys = keysOf(annotationSchema);
const trainingKeys = keysOf(trainingSchema);
const dataKeys = keysOf(dataSchema);
const tableKeys = keysOf(tableSchema);
const columnKeys = keysOf(columnSchema);
const keptRunKeys = keysOf(keptRunSchema);
const tensorKeys = keysOf(tensorSchema);
const blockKeys = keysOf(blockSchema);

/** A list with a line for each of its objects. */
const writeList = (list: readonly object[], keys: readonly string[], indent?: string): string =>
  block(
    '[',
    list.map((each) => inline(each, keys)),
    ']',
    indent,
  );

/** A block's definition, with a line for each of its nodes, wires, notes and frames. */
function writeBlock(definition: BlockDefinition): string {
  const indent = '      ';
  const lines = membersOf(definition, blockKeys).map(([key, value]) => {
    if (key === 'nodes') return `"nodes": ${writeList(definition.nodes, nodeKeys, indent)}`;
    if (key === 'edges') return `"edges": ${writeList(definition.edges, edgeKeys, indent)}`;
    if (key === 'annotations' && definition.annotations !== undefined)
      return `"annotations": ${writeList(definition.annotations, annotationKeys, indent)}`;
    return `${JSON.stringify(key)}: ${inline(value)}`;
  });
  return block('{', lines, '}', '    ');
}

/** A block of members, each on a line. */
const members = (value: object, keys?: readonly string[]): string =>
  block(
    '{',
    membersOf(value as RawDocument, keys).map(([key, inner]) => `${JSON.stringify(key)}: ${inline(inner)}`),
    '}',
  );

/**
 * The text of a document: the same for the same document however it came about, with a line for each node, wire, note and
 * setting so that versions compare well, and a line break at the end.
 */
export function writeDocument(document: GraphDocument): string {
  const { format, version, name, nodes, edges, annotations, blocks, training, data, runs, weights } =
    document;
  const parts: readonly (readonly [string, string])[] = [
    ['format', inline(format)],
    ['version', inline(version)],
    ['name', inline(name)],
    ['nodes', writeList(nodes, nodeKeys)],
    ['edges', writeList(edges, edgeKeys)],
    ...(annotations === undefined
      ? []
      : ([['annotations', writeList(annotations, annotationKeys)]] as const)),
    ...(blocks === undefined ? [] : ([['blocks', block('[', blocks.map(writeBlock), ']')]] as const)),
    ['training', members(training, trainingKeys)],
    ['data', writeData(data)],
    ...(runs === undefined ? [] : ([['runs', writeList(runs, keptRunKeys)]] as const)),
    ...(weights === undefined ? [] : ([['weights', writeWeights(weights)]] as const)),
  ];
  return `{\n${parts.map(([key, text]) => `  "${key}": ${text}`).join(',\n')}\n}\n`;
}

/** Rows of tables as text: a table is written at every save, and few of its rows have changed since the last. */
const rowTexts = new WeakMap<readonly unknown[], string>();

function written(rows: readonly unknown[], write: () => string): string {
  const known = rowTexts.get(rows);
  if (known !== undefined) return known;
  const text = write();
  rowTexts.set(rows, text);
  return text;
}

const writeRows = (rows: OwnTable['rows'], indent: string): string =>
  written(rows, () =>
    block(
      '[',
      rows.map((row) => written(row, () => inline(row))),
      ']',
      indent,
    ),
  );

function writeTable(table: OwnTable): string {
  const [columnIndent, indent] = ['      ', '    '];
  const lines = membersOf(table, tableKeys).map(([key, value]) => {
    if (key === 'rows') return `"rows": ${writeRows(table.rows, columnIndent)}`;
    if (key === 'columns') {
      const columns = table.columns.map((column) => inline(column, columnKeys));
      return `"columns": ${block('[', columns, ']', columnIndent)}`;
    }
    return `${JSON.stringify(key)}: ${inline(value)}`;
  });
  return block('{', lines, '}', indent);
}

function writeData(data: DataSettings): string {
  const lines = membersOf(data, dataKeys).map(([key, value]) =>
    key === 'table' && data.table !== undefined
      ? `"table": ${writeTable(data.table)}`
      : `${JSON.stringify(key)}: ${inline(value)}`,
  );
  return block('{', lines, '}');
}

function writeWeights(weights: NonNullable<GraphDocument['weights']>): string {
  const lines = membersOf(weights).map(
    ([key, tensor]) => `${JSON.stringify(key)}: ${inline(tensor, tensorKeys)}`,
  );
  return block('{', lines, '}');
}

/** The structure alone, such as for a file that others start from. */
export function withoutWeights(document: GraphDocument): GraphDocument {
  const { weights: _, ...structure } = document;
  return structure;
}
