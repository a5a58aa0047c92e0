import { basename } from 'node:path';
import { followData } from '../data/follow-data.ts';
import { profileColumns, readingNotes, suggestChoices } from '../data/own/columns.ts';
import { detectReading, readDelimited } from '../data/own/delimited.ts';
import { tableOf } from '../data/own/table.ts';
import { resolveDataset } from '../data/prepare.ts';
import { type GraphDocument, ownDataset } from '../graph/document.ts';
import type { Terminal } from './command.ts';
import { readText } from './read-graph.ts';

export type FedDocument =
  | { readonly ok: true; readonly document: GraphDocument }
  | { readonly ok: false; readonly message: string };

/**
 * The document with the table of a file in place of its data, its input and target nodes following. How the file is
 * written is detected; what was left out of it goes to standard error.
 */
export function withTableOf(
  document: GraphDocument,
  file: string,
  target: string | undefined,
  terminal: Terminal,
): FedDocument {
  const text = readText(file, terminal);
  if (!text.ok) return text;
  const reading = detectReading(text.text);
  const read = readDelimited(text.text, reading);
  if (!read.ok) return { ok: false, message: `${file}: ${read.message}` };
  const { table: raw } = read;
  if (target !== undefined && !raw.names.includes(target)) {
    return { ok: false, message: `${file} has no column '${target}'; it has ${raw.names.join(', ')}` };
  }
  const profiles = profileColumns(raw, reading);
  for (const note of readingNotes(raw, profiles, reading)) terminal.writeError(`${file}: ${note}\n`);
  const table = tableOf(raw, suggestChoices(basename(file), profiles, raw.rows.length, target), reading);
  const data = { ...document.data, dataset: ownDataset, table };
  const resolved = resolveDataset(data);
  if (!resolved.ok) return { ok: false, message: `${file}: ${resolved.message}` };
  return { ok: true, document: followData(document, data, resolved.dataset) };
}
