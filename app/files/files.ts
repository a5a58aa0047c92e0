import { writeDocument } from '../../engine/formats/json.ts';
import { emptyDocument, type GraphDocument } from '../../engine/graph/document.ts';
import { clearWeights } from '../../engine/graph/edit/edit.ts';
import { storeWeights } from '../../engine/graph/stored-weights.ts';
import { documentStore } from '../document/store.ts';
import { lookAtStore } from '../live/look-at.ts';
import { count } from '../live/number-text.ts';
import { showDialog, type WithWeights } from '../shell/dialogs.ts';
import { currentWeights } from '../training/controls.ts';
import { requestPyTorchTest } from '../training/training-client.ts';
import { writeClipboard } from '../ui/write-clipboard.ts';
import { replaceGraph } from '../versions/versions.ts';
import { openFile } from './open-text.ts';
import { linkEnd, longestLink } from './share-link.ts';

/** The open document as text, with the weights as they are now or with none. */
async function documentText(weights: WithWeights): Promise<string> {
  const { whole } = documentStore.getState();
  if (weights === 'without-weights') return writeDocument(clearWeights(whole));
  const now = await currentWeights();
  return writeDocument(now === undefined ? whole : storeWeights(whole, now));
}

/** `iris-4-8-3.nodegrad.json` */
export function fileName({ name }: Pick<GraphDocument, 'name'>, ending = '.nodegrad.json'): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${plain === '' ? 'untitled' : plain.slice(0, 80)}${ending}`;
}

function download(text: string, type: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export async function exportJson(weights: WithWeights): Promise<void> {
  const text = await documentText(weights);
  download(text, 'application/json', fileName(documentStore.getState().whole));
}

/** A Python script that asserts the values and gradients of the samples looked at against PyTorch. */
export async function exportPyTorchTest(): Promise<void> {
  const text = await requestPyTorchTest(lookAtStore.getState().at);
  if (text !== undefined) {
    download(text, 'text/x-python', fileName(documentStore.getState().whole, '-test.py'));
    return;
  }
  showDialog({
    kind: 'notice',
    title: 'The PyTorch test could not be written',
    message:
      'It holds the numbers of a batch, so the graph must be ready to train. The diagnostics say what is missing.',
  });
}

export async function copyJson(weights: WithWeights): Promise<void> {
  try {
    await writeClipboard(documentText(weights));
  } catch {
    showDialog({
      kind: 'notice',
      title: 'The clipboard could not be written',
      message: 'The browser does not let this page write to the clipboard. Export the file instead.',
    });
  }
}

/** @throws RangeError where the link would be too long to be handed on, with what to do instead */
function linkTo(end: string): string {
  if (end.length <= longestLink) return `${location.href.split('#')[0]}${end}`;
  throw new RangeError(
    `The link would have ${count(end.length)} characters; up to ${count(longestLink)} go through browsers and messages. Tables, weights and kept runs take the most. Export JSON instead and hand on the file.`,
  );
}

/** Shows and copies a link to this page that opens the graph; tells what to do where it would be too long. */
export async function copyLink(weights: WithWeights): Promise<void> {
  const link = documentText(weights).then(linkEnd).then(linkTo);
  const copied = writeClipboard(link).then(
    () => true,
    () => false,
  );
  try {
    showDialog({ kind: 'link', link: await link, copied: await copied, weights });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    showDialog({ kind: 'notice', title: 'The graph is too large for a link', message: error.message });
  }
}

/** Lets the person choose a file to open. */
export function pickFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json,.csv,.tsv,.txt';
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) void openFile(file);
  });
  input.click();
}

export const newDocument = (): void => replaceGraph(emptyDocument(), 'New');
