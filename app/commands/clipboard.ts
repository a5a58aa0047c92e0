import { readDocument, writeDocument } from '../../engine/formats/json.ts';
import { emptyDocument, type GraphDocument } from '../../engine/graph/document.ts';
import { type Added, removeNodes } from '../../engine/graph/edit/edit.ts';
import { copyNodes, type Fragment, pasteFragment } from '../../engine/graph/edit/fragment.ts';
import { offsetOfCopies } from '../canvas/place.ts';
import { cardSize, revealAdded } from '../canvas/view-handle.ts';
import { documentStore, edit, selectNodes } from '../document/store.ts';
import { openText } from '../files/open-text.ts';

/** What copied nodes are called on the clipboard, to be told from a whole document. */
const fragmentFormat = 'nodegrad-nodes';

/** Copied nodes as text, with the wires that lead to them from outside: pasting may keep those. */
export function writeFragment({ nodes, edges, annotations, blocks, weights }: Fragment): string {
  const document: GraphDocument = {
    ...emptyDocument('Copied nodes'),
    nodes,
    edges,
    ...(annotations === undefined ? {} : { annotations }),
    ...(blocks === undefined ? {} : { blocks }),
    ...(weights === undefined ? {} : { weights }),
  };
  return JSON.stringify({ format: fragmentFormat, document: JSON.parse(writeDocument(document)) });
}

/** The nodes in a text, or undefined where it is no copy of nodes. It may come from anywhere, so it is checked. */
export function readFragment(text: string): Fragment | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    if (!('format' in parsed) || parsed.format !== fragmentFormat || !('document' in parsed))
      return undefined;
    const read = readDocument(JSON.stringify(parsed.document));
    if (!read.ok) return undefined;
    const { nodes, edges, annotations, blocks, weights } = read.document;
    return {
      nodes,
      edges,
      ...(annotations === undefined ? {} : { annotations }),
      ...(blocks === undefined ? {} : { blocks }),
      ...(weights === undefined ? {} : { weights }),
    };
  } catch {
    return undefined;
  }
}

/** Kept beside the system's clipboard, which a page may be forbidden to read. */
let lastCopied = '';

const plural = (count: number): string => (count === 1 ? 'a node' : `${count} nodes`);

export function copySelection(): string | undefined {
  const { document, selectedNodes } = documentStore.getState();
  if (selectedNodes.length === 0) return undefined;
  lastCopied = writeFragment(copyNodes(document, selectedNodes));
  return lastCopied;
}

export function cutSelection(): string | undefined {
  const { selectedNodes } = documentStore.getState();
  const text = copySelection();
  if (text === undefined) return undefined;
  edit(`Cut ${plural(selectedNodes.length)}`, (document) => removeNodes(document, selectedNodes));
  return text;
}

/** Pastes copied nodes; opens a whole document. Other text is left alone: false. */
export function pasteText(text: string, keepIncoming = false): boolean {
  const fragment = readFragment(text);
  if (fragment === undefined) {
    if (!/^\s*\{/.test(text) || !text.includes('"nodegrad"')) return false;
    openText('The clipboard', text);
    return true;
  }
  lastCopied = text;
  const { document } = documentStore.getState();
  const added = pasteFragment(document, fragment, {
    offset: offsetOfCopies(document, fragment, cardSize),
    keepIncoming,
  });
  edit(`Paste ${plural(added.ids.length)}`, () => added.document);
  selectNodes(added.ids);
  revealAdded(added.ids);
  return true;
}

/** The shown level with copies of some nodes, notes and frames beside what lies there. */
export function duplicated(ids: readonly string[]): Added {
  const { document } = documentStore.getState();
  const copied = copyNodes(document, ids);
  return pasteFragment(document, copied, { offset: offsetOfCopies(document, copied, cardSize) });
}

/** For menus, where no key press hands over the clipboard. */
export async function pasteFromMenu(keepIncoming = false): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => lastCopied);
  if (!pasteText(text, keepIncoming) && lastCopied !== '') pasteText(lastCopied, keepIncoming);
}

export const putOnClipboard = (text: string | undefined): void => {
  if (text !== undefined) void navigator.clipboard.writeText(text).catch(() => undefined);
};
