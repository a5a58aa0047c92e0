import { isBoundary } from '../../engine/graph/blocks/blocks.ts';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { disconnect } from '../../engine/graph/edit/edit.ts';
import { removeAndHeal } from '../../engine/graph/edit/rewire.ts';
import { chooseConnection } from '../canvas/connect-chooser.ts';
import { connectingStore, endConnecting } from '../canvas/connecting.ts';
import { startRenaming } from '../canvas/renaming.ts';
import { isSelecting, stopSelecting, toggleSelecting } from '../canvas/selecting.ts';
import { isSlicing, stopSlicing, toggleSlicing } from '../canvas/slicing.ts';
import { canvasView, revealAdded } from '../canvas/view-handle.ts';
import { openChooserMeanwhile } from '../chooser/chooser-store.ts';
import {
  documentStore,
  edgeId,
  edit,
  isEmptySheet,
  redo,
  select,
  selectNodes,
  undo,
} from '../document/store.ts';
import { askForSearch } from '../palette/palette-store.ts';
import { addBesideSelected, quickAdd } from '../palette/quick-add.ts';
import { showDialog } from '../shell/dialogs.ts';
import { toggleInspector } from '../shell/inspector-open.ts';
import { arrange, layoutStore, nextTheme } from '../shell/layout.ts';
import { annotationCommands } from './annotation-commands.ts';
import { arranging } from './arranging.ts';
import { blockCommands, leaveBlock } from './block-commands.ts';
import { atTop, chooseCommand } from './choose-command.ts';
import { copySelection, cutSelection, duplicated, pasteFromMenu, putOnClipboard } from './clipboard.ts';
import type { Command } from './command.ts';
import { fileCommands } from './file-commands.ts';
import { nodeStates } from './node-states.ts';
import { goToRegion } from './regions.ts';
import { trainingCommands } from './training-commands.ts';

const state = () => documentStore.getState();
const hasNodes = () => !isEmptySheet(state().document);
const hasSelection = () => state().selectedNodes.length > 0;
const oneSelected = () => state().selectedNodes.length === 1;
const anySelected = () => hasSelection() || state().selectedEdges.length > 0;

/** The card that takes the focus when the one that has it goes: what it read, what read it, else any. */
function focusAfter(document: GraphDocument, gone: readonly string[]): string | undefined {
  const focused = canvasView()?.focused() ?? '';
  if (!gone.includes(focused)) return undefined;
  const before = document.edges.filter(({ to }) => to[0] === focused).map(({ from }) => from[0]);
  const after = document.edges.filter(({ from }) => from[0] === focused).map(({ to }) => to[0]);
  return [...before, ...after, ...document.nodes.map(({ id }) => id)].find((id) => !gone.includes(id));
}

function deleteSelection(): void {
  const { selectedNodes, selectedEdges, document } = state();
  const edges = document.edges.filter((edge) => selectedEdges.includes(edgeId(edge)));
  const count = selectedNodes.length;
  const label =
    count === 0 ? 'Disconnect' : count === 1 ? `Delete ${selectedNodes[0]}` : `Delete ${count} nodes`;
  const near = focusAfter(document, selectedNodes);
  edit(label, (old) => removeAndHeal(disconnect(old, edges), selectedNodes));
  if (near !== undefined && state().document !== document) canvasView()?.focus(near);
}

function duplicateSelection(): void {
  const { selectedNodes } = state();
  const added = duplicated(selectedNodes);
  edit(
    selectedNodes.length === 1 ? 'Duplicate a node' : `Duplicate ${selectedNodes.length} nodes`,
    () => added.document,
  );
  selectNodes(added.ids);
  revealAdded(added.ids);
}

function connectSelected(): void {
  const node = state().selectedNodes[0];
  if (node === undefined) return;
  const card = document.querySelector(`.react-flow__node[data-id="${CSS.escape(node)}"]`);
  const box = card?.getBoundingClientRect() ?? new DOMRect(80, 80, 0, 0);
  chooseConnection({ node }, { x: box.right, y: box.bottom });
}

function leave(): void {
  const { selectedNodes, selectedEdges } = state();
  const hadNothing = selectedNodes.length + selectedEdges.length === 0;
  if (connectingStore.getState().from !== undefined) {
    endConnecting();
    return;
  }
  if (isSlicing()) {
    stopSlicing();
    return;
  }
  if (isSelecting()) {
    stopSelecting();
    return;
  }
  if (hadNothing && leaveBlock()) return;
  select([], []);
}

const editing: readonly Command[] = [
  {
    id: 'edit.undo',
    title: 'Undo',
    group: 'Edit',
    shortcuts: ['Mod+Z'],
    whileTyping: 'nothing-typed',
    when: () => state().undoLabel !== undefined,
    run: undo,
  },
  {
    id: 'edit.redo',
    title: 'Redo',
    group: 'Edit',
    shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
    whileTyping: 'nothing-typed',
    when: () => state().redoLabel !== undefined,
    run: redo,
  },
  {
    id: 'edit.cut',
    title: 'Cut',
    group: 'Edit',
    shortcuts: ['Mod+X'],
    when: hasSelection,
    run: () => putOnClipboard(cutSelection()),
    byBrowser: true,
  },
  {
    id: 'edit.copy',
    title: 'Copy',
    group: 'Edit',
    shortcuts: ['Mod+C'],
    when: hasSelection,
    run: () => putOnClipboard(copySelection()),
    byBrowser: true,
  },
  {
    id: 'edit.paste',
    title: 'Paste',
    group: 'Edit',
    shortcuts: ['Mod+V'],
    run: () => void pasteFromMenu(),
    byBrowser: true,
  },
  {
    id: 'edit.paste-connected',
    title: 'Paste with incoming wires',
    group: 'Edit',
    shortcuts: ['Mod+Shift+V'],
    run: () => void pasteFromMenu(true),
  },
  {
    id: 'edit.duplicate',
    title: 'Duplicate',
    group: 'Edit',
    shortcuts: ['Mod+D'],
    when: hasSelection,
    run: duplicateSelection,
  },
  {
    id: 'edit.delete',
    title: 'Delete',
    group: 'Edit',
    shortcuts: ['Delete', 'Backspace'],
    when: anySelected,
    run: deleteSelection,
  },
  {
    id: 'edit.select-all',
    title: 'Select all',
    group: 'Edit',
    shortcuts: ['Mod+A'],
    when: hasNodes,
    run: () =>
      selectNodes(
        [...state().document.nodes, ...(state().document.annotations ?? [])]
          .map(({ id }) => id)
          .filter((id) => !isBoundary(id)),
      ),
  },
  {
    id: 'edit.select-several',
    title: 'Select several by taps and strokes',
    group: 'Edit',
    shortcuts: ['S'],
    when: hasNodes,
    run: toggleSelecting,
  },
  {
    id: 'edit.leave',
    title: 'Select nothing, then leave the block',
    group: 'Edit',
    shortcuts: ['Escape'],
    run: leave,
  },
];

const nodes: readonly Command[] = [
  { id: 'node.add', title: 'Add a node', group: 'Nodes', shortcuts: ['/'], run: () => askForSearch() },
  {
    id: 'node.quick-add',
    title: 'Add a node at the pointer…',
    group: 'Nodes',
    shortcuts: ['Shift+A'],
    run: () => quickAdd(),
  },
  {
    id: 'node.add-beside',
    title: 'Add a node beside the selected one…',
    group: 'Nodes',
    shortcuts: ['A'],
    run: addBesideSelected,
  },
  {
    id: 'node.connect',
    title: 'Connect to…',
    group: 'Nodes',
    shortcuts: ['C'],
    when: oneSelected,
    run: connectSelected,
  },
  {
    id: 'node.slice',
    title: 'Cut wires with a stroke',
    group: 'Nodes',
    shortcuts: ['K'],
    when: hasNodes,
    run: toggleSlicing,
  },
  {
    id: 'node.rename',
    title: 'Rename',
    group: 'Nodes',
    shortcuts: ['F2'],
    when: oneSelected,
    run: () =>
      startRenaming(
        state().selectedNodes[0] ?? '',
        document.activeElement?.closest('.outline-panel') === null ? 'card' : 'outline',
      ),
  },
  {
    id: 'node.find',
    title: 'Find on the canvas',
    group: 'Nodes',
    shortcuts: ['Mod+F'],
    when: hasNodes,
    run: () =>
      openChooserMeanwhile({ title: 'Find a node, or params > 1000…', at: atTop() }, async (meanwhile) =>
        (await import('./find-on-canvas.ts')).findOnCanvas(meanwhile),
      ),
  },
  ...nodeStates,
  ...annotationCommands,
  ...arranging,
];

const view: readonly Command[] = [
  {
    id: 'view.fit',
    title: 'Zoom to fit',
    group: 'View',
    shortcuts: ['F'],
    when: hasNodes,
    run: () => canvasView()?.fit(),
  },
  {
    id: 'view.fit-selection',
    title: 'Zoom to the selection',
    group: 'View',
    shortcuts: ['.'],
    when: hasSelection,
    run: () => canvasView()?.fit(state().selectedNodes),
  },
  {
    id: 'view.zoom-in',
    title: 'Zoom in',
    group: 'View',
    shortcuts: ['+', '='],
    run: () => canvasView()?.zoomBy(1.2),
  },
  {
    id: 'view.zoom-out',
    title: 'Zoom out',
    group: 'View',
    shortcuts: ['-'],
    run: () => canvasView()?.zoomBy(1 / 1.2),
  },
  {
    id: 'view.zoom-100',
    title: 'Zoom to 100 %',
    group: 'View',
    shortcuts: ['0'],
    run: () => canvasView()?.zoomTo(1),
  },
  {
    id: 'view.theme',
    title: 'Light, dark or as the system',
    group: 'View',
    shortcuts: [],
    run: () => arrange({ theme: nextTheme(layoutStore.getState().theme) }),
  },
  {
    id: 'view.outline',
    title: 'Outline or palette',
    group: 'View',
    shortcuts: ['Mod+Shift+O'],
    run: () => {
      const { leftPanel } = layoutStore.getState();
      arrange({ leftPanel: leftPanel === 'outline' ? 'palette' : 'outline' });
    },
  },
  {
    id: 'view.settings',
    title: 'Settings…',
    group: 'View',
    shortcuts: ['Mod+,'],
    run: () => showDialog({ kind: 'settings' }),
    whileTyping: true,
  },
  {
    id: 'view.dock',
    title: 'Fold or unfold the dock',
    group: 'View',
    shortcuts: ['Mod+J'],
    run: () => arrange({ dockFolded: !layoutStore.getState().dockFolded }),
  },
  {
    id: 'view.inspector',
    title: 'Fold or unfold the inspector',
    group: 'View',
    shortcuts: ['I'],
    run: toggleInspector,
  },
  {
    id: 'view.next-region',
    title: 'Next region',
    group: 'View',
    shortcuts: ['F6'],
    run: () => goToRegion(1),
    whileTyping: true,
  },
  {
    id: 'view.previous-region',
    title: 'Region before',
    group: 'View',
    shortcuts: ['Shift+F6'],
    run: () => goToRegion(-1),
    whileTyping: true,
  },
];

const help: readonly Command[] = [
  {
    id: 'help.shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Help',
    shortcuts: ['?'],
    run: () => showDialog({ kind: 'shortcuts' }),
  },
  {
    id: 'help.commands',
    title: 'Do anything…',
    group: 'Help',
    shortcuts: ['Mod+Shift+P'],
    run: () => chooseCommand(commands),
    whileTyping: true,
  },
];

export const commands: readonly Command[] = [
  ...editing,
  ...nodes,
  ...blockCommands,
  ...view,
  ...trainingCommands,
  ...fileCommands,
  ...help,
];

const byId = new Map(commands.map((command) => [command.id, command]));

export const findCommand = (id: string): Command | undefined => byId.get(id);

export function runCommand(id: string): void {
  const command = findCommand(id);
  if (command !== undefined && command.when?.() !== false) command.run();
}
