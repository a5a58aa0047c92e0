import { decodeText } from '../data/own/decode-text.ts';
import { readDocument } from '../formats/json.ts';
import type { Diagnostic } from '../graph/check/diagnostic.ts';
import type { GraphDocument } from '../graph/document.ts';
import { type ExitCode, exitCodes, type Terminal } from './command.ts';

export type GraphFile =
  | { readonly ok: true; readonly document: GraphDocument; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly exitCode: ExitCode };

const place = ({ node, port, attribute }: Diagnostic): string =>
  node === undefined
    ? ''
    : ` ${node}${port === undefined ? '' : `.${port}`}${attribute === undefined ? '' : `.${attribute}`}`;

/** 'error E201 fc2.input: headline. What was expected and found.' */
export const diagnosticLine = (found: Diagnostic): string =>
  `${found.severity} ${found.code}${place(found)}: ${found.title.replace(/\.$/, '')}. ${found.message}\n`;

const reason = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a directory';
  if (code === 'EACCES') return 'reading it is not allowed';
  return message;
};

const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);

export type TextOfFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/** The text of a file, or why it cannot be read. */
export function readText(file: string, terminal: Terminal): TextOfFile {
  try {
    return { ok: true, text: decodeText(terminal.read(file)) };
  } catch (error) {
    return { ok: false, message: `cannot read ${nameOf(file)}: ${reason(error)}` };
  }
}

/** The document in a file; where there is none, says so on standard error. */
export function readGraph(file: string, terminal: Terminal): GraphFile {
  const text = readText(file, terminal);
  if (!text.ok) {
    terminal.writeError(`${text.message}\n`);
    return { ok: false, exitCode: exitCodes.failed };
  }
  const result = readDocument(text.text);
  if (result.ok) return result;
  for (const diagnostic of result.diagnostics)
    terminal.writeError(`${nameOf(file)}: ${diagnosticLine(diagnostic)}`);
  return { ok: false, exitCode: exitCodes.failed };
}
