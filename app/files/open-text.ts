import { decodeText } from '../../engine/data/own/decode-text.ts';
import { readDocument } from '../../engine/formats/json.ts';
import { showDialog } from '../shell/dialogs.ts';
import { replaceGraph } from '../versions/versions.ts';

/** Largest file that is read, in bytes; larger ones cannot be a document within its limits. */
export const largestFile = 256 * 2 ** 20;

/** Opens the text of a document. What is wrong with a bad one is shown, and the open graph stays as it is. */
export function openText(name: string, text: string): boolean {
  const read = readDocument(text);
  if (!read.ok) {
    showDialog({ kind: 'refused', name, diagnostics: read.diagnostics });
    return false;
  }
  replaceGraph(read.document);
  return true;
}

/** Names of files that hold tables. */
const isTable = (name: string): boolean => /\.(csv|tsv|tab|txt)$/i.test(name);

/** Opens a document; a table becomes the data of the one that is open. */
export async function openFile(file: File): Promise<void> {
  if (isTable(file.name)) {
    showDialog({ kind: 'table', source: { kind: 'file', file } });
    return;
  }
  if (file.size > largestFile) {
    const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20);
    showDialog({
      kind: 'notice',
      title: `${file.name} is too large`,
      message: `It has ${megabytes(file.size)} MB; a document may have ${megabytes(largestFile)} MB.`,
    });
    return;
  }
  openText(file.name, decodeText(new Uint8Array(await file.arrayBuffer())));
}
