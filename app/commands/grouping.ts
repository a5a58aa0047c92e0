import { groupNodes } from '../../engine/graph/blocks/group-nodes.ts';
import { unpackBlock } from '../../engine/graph/blocks/unpack-block.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { startRenaming } from '../canvas/renaming.ts';
import { documentStore, editWhole, selectNodes } from '../document/store.ts';
import { showDialog } from '../shell/dialogs.ts';

/** Puts a block in the place of what is selected, to be named; or says why that cannot be. */
export function groupSelected(): void {
  const { whole, path, selectedNodes } = documentStore.getState();
  const grouped = groupNodes(whole, path, selectedNodes);
  if (!grouped.ok) {
    showDialog({ kind: 'notice', title: 'These nodes cannot become a block', message: grouped.reason });
    return;
  }
  editWhole(
    selectedNodes.length === 1 ? 'Group a node' : `Group ${selectedNodes.length} nodes`,
    () => grouped.document,
  );
  selectNodes([grouped.id]);
  startRenaming(grouped.id);
}

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
