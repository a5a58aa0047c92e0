import { unpackBlock } from '../../engine/graph/blocks/unpack-block.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { documentStore, editWhole, selectNodes } from '../document/store.ts';
import { showDialog } from '../shell/dialogs.ts';

/** Puts the nodes of a block in the place of a use of it, or says why that cannot be. */
export function unpackUse(use: GraphNode): void {
  const { whole, path } = documentStore.getState();
  const unpacked = unpackBlock(whole, path, use.id);
  if (!unpacked.ok) {
    showDialog({ kind: 'notice', title: 'This block cannot be unpacked', message: unpacked.reason });
    return;
  }
  editWhole(`Unpack ${displayName(use)}`, () => unpacked.document);
  selectNodes(unpacked.ids);
}
