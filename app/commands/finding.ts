import { operatorIn } from '../../engine/graph/block-operator.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { findNodes } from '../../engine/graph/find-nodes.ts';
import { formatCount } from '../canvas/card-text.ts';
import { markFound } from '../canvas/found-nodes.ts';
import { canvasView } from '../canvas/view-handle.ts';
import { matching, openChooser } from '../chooser/chooser-store.ts';
import { documentStore, selectNodes } from '../document/store.ts';
import { nodeSnapshotOf } from '../live/live-store.ts';
import type { Command } from './command.ts';
import { onMac, showShortcut } from './shortcut.ts';

/** Below the bar, in the middle, in pixels of the page. */
const atTop = () => ({ x: window.innerWidth / 2 - 190, y: 60 });

function show(node: GraphNode): void {
  selectNodes([node.id]);
  canvasView()?.fit([node.id]);
  canvasView()?.focus(node.id);
}

const gradientNorm = (node: string, key: string): number | undefined =>
  key === 'norm' ? nodeSnapshotOf(node)?.gradientNorm : undefined;

/** Find: names, operators, attributes and bounds such as `params > 1000`. */
export function findOnCanvas(): void {
  const { checked } = documentStore.getState();
  const kindOf = (node: GraphNode): string => operatorIn(checked.document, node)?.name ?? node.operator;
  openChooser({
    title: 'Find a node, or params > 1000…',
    at: atTop(),
    search: (text) =>
      findNodes(checked, text, gradientNorm).map((node) => {
        const count = checked.nodes.get(node.id)?.parameterCount ?? 0n;
        return {
          key: node.id,
          label: displayName(node),
          detail: count === 0n ? kindOf(node) : `${kindOf(node)}  ${formatCount(count)}`,
          run: () => show(node),
        };
      }),
    onFound: markFound,
    none: (isEmpty) =>
      isEmpty ? 'There is no node yet.' : 'No node has all of this in its name, operator or attributes.',
  });
}

/** Every command that can be given now, by typing its name. */
export function chooseCommand(commands: readonly Command[]): void {
  const choices = commands
    .filter(({ id, when }) => id !== 'help.commands' && when?.() !== false)
    .map(({ id, title, group, shortcuts, run }) => ({
      key: id,
      label: title,
      detail: shortcuts[0] === undefined ? group : showShortcut(shortcuts[0], onMac()),
      run: () => run(),
    }));
  openChooser({
    title: 'Do…',
    at: atTop(),
    search: (text) => matching(choices, text),
    none: () => 'No command is called so, or can be given now.',
  });
}
