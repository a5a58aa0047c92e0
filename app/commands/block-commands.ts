import { blockUsedBy, isUse } from '../../engine/graph/blocks/blocks.ts';
import { makeIndependent } from '../../engine/graph/blocks/edit-blocks.ts';
import { groupNodes } from '../../engine/graph/blocks/group-nodes.ts';
import { nodesById, ownerOf } from '../../engine/graph/ownership.ts';
import { shareParameters } from '../../engine/graph/sharing.ts';
import { storeWeights } from '../../engine/graph/stored-weights.ts';
import { leaveTo } from '../canvas/breadcrumb.tsx';
import { startRenaming } from '../canvas/renaming.ts';
import { fetchToDo } from '../canvas/sheet-hint.tsx';
import { revealAdded } from '../canvas/view-handle.ts';
import { documentStore, edit, editWhole, goToLevel, selectNodes, whileOpen } from '../document/store.ts';
import { keepOnShelf } from '../shelf/shelf.ts';
import { showDialog, type WithWeights } from '../shell/dialogs.ts';
import { currentWeights } from '../training/controls.ts';
import { duplicated } from './clipboard.ts';
import type { Command } from './command.ts';

const state = () => documentStore.getState();

/** The one selected use of a block. */
function selectedUse() {
  const { selectedNodes, document } = state();
  const node =
    selectedNodes.length === 1 ? document.nodes.find(({ id }) => id === selectedNodes[0]) : undefined;
  return node !== undefined && isUse(node) && blockUsedBy(document, node) !== undefined ? node : undefined;
}

function group(): void {
  const { whole, path, selectedNodes } = state();
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

function unpack(): void {
  const use = selectedUse();
  if (use === undefined) return;
  const stillOpen = whileOpen();
  // No part of the first load.
  fetchToDo(
    () => import('./unpack-use.ts'),
    ({ unpackUse }) => stillOpen(() => unpackUse(use)),
    'The block was not unpacked.',
  );
}

/** Looks inside a use of a block; other nodes have no inside. */
export function enterBlock(id: string): void {
  const { document } = state();
  const node = document.nodes.find((each) => each.id === id);
  if (node === undefined || blockUsedBy(document, node) === undefined) return;
  goToLevel(id.split('/'));
}

/** One level out of the block that is looked into; false at the top. */
export function leaveBlock(): boolean {
  const { path } = state();
  if (path.length === 0) return false;
  leaveTo(path.slice(0, -1), path);
  return true;
}

function independent(): void {
  const { path } = state();
  const use = selectedUse();
  if (use !== undefined) {
    editWhole('Give the block a definition of its own', (whole) => makeIndependent(whole, path, use.id));
  }
}

function duplicateSharing(): void {
  const use = selectedUse();
  if (use === undefined) return;
  const added = duplicated([use.id]);
  const copy = added.ids[0] ?? '';
  edit('Duplicate with shared weights', () => shareParameters(added.document, copy, use.id));
  selectNodes(added.ids);
  revealAdded(added.ids);
}

/** Keeps the selected block for all graphs, and shows it among those kept, where it can be named. */
async function keep(kept: WithWeights): Promise<void> {
  const { whole, document } = state();
  const use = selectedUse();
  const block = blockUsedBy(whole, use);
  if (use === undefined || block === undefined) return;
  const owner = ownerOf(use.id, nodesById(document.nodes));
  const trained = kept === 'with-weights' ? ((await currentWeights()) ?? {}) : undefined;
  const now = trained === undefined ? {} : (storeWeights(whole, trained).weights ?? {});
  const isNot = (message: string) =>
    showDialog({ kind: 'notice', title: `${block.name} was not kept`, message });
  if (kept === 'with-weights' && !Object.keys(now).some((key) => key.startsWith(`${owner}/`))) {
    isNot('It has no weights yet. Train the graph first, or keep the block without weights.');
    return;
  }
  try {
    await keepOnShelf(whole, block.id, { use: owner, weights: now });
    showDialog({ kind: 'shelf' });
  } catch {
    isNot(
      'This browser stores nothing for this page, or has no room left. The block is still in this graph; export the graph to keep it.',
    );
  }
}

export const blockCommands: readonly Command[] = [
  {
    id: 'block.group',
    title: 'Group into a block',
    group: 'Nodes',
    shortcuts: ['Mod+G'],
    when: () => state().selectedNodes.length > 0,
    run: group,
  },
  {
    id: 'block.unpack',
    title: 'Unpack the block',
    group: 'Nodes',
    shortcuts: ['Mod+Shift+G'],
    when: () => selectedUse() !== undefined,
    run: unpack,
  },
  {
    id: 'block.enter',
    title: 'Look inside the block',
    group: 'Nodes',
    shortcuts: ['Enter'],
    when: () => selectedUse() !== undefined,
    run: () => enterBlock(selectedUse()?.id ?? ''),
  },
  {
    id: 'block.leave',
    title: 'Leave the block',
    group: 'Nodes',
    shortcuts: ['Shift+Enter'],
    when: () => state().path.length > 0,
    run: () => void leaveBlock(),
  },
  {
    id: 'block.duplicate-sharing',
    title: 'Duplicate, sharing its weights',
    group: 'Nodes',
    shortcuts: ['Mod+Shift+D'],
    when: () => selectedUse() !== undefined,
    run: duplicateSharing,
  },
  {
    id: 'block.independent',
    title: 'Make the block independent',
    group: 'Nodes',
    shortcuts: [],
    when: () => selectedUse() !== undefined,
    run: independent,
  },
  {
    id: 'block.keep',
    title: 'Keep in My blocks',
    group: 'Nodes',
    shortcuts: [],
    when: () => selectedUse() !== undefined,
    run: () => void keep('without-weights'),
  },
  {
    id: 'block.keep-weights',
    title: 'Keep in My blocks with its weights',
    group: 'Nodes',
    shortcuts: [],
    when: () => selectedUse() !== undefined,
    run: () => void keep('with-weights'),
  },
  {
    id: 'block.shelf',
    title: 'My blocks…',
    group: 'Nodes',
    shortcuts: [],
    run: () => showDialog({ kind: 'shelf' }),
  },
];
