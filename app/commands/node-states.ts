import { isBoundary } from '../../engine/graph/blocks/blocks.ts';
import type { GraphDocument, GraphNode, Skip } from '../../engine/graph/document.ts';
import { setCollapsed, setFrozen, setPinned, setSkip } from '../../engine/graph/edit/edit.ts';
import { documentStore, edit } from '../document/store.ts';
import type { Command } from './command.ts';

/** The selected nodes; the cards of a block's own ports have no states. */
function selected(): readonly GraphNode[] {
  const { document, selectedNodes } = documentStore.getState();
  return document.nodes.filter(({ id }) => selectedNodes.includes(id) && !isBoundary(id));
}

/** What sets a state, or takes it away where all that is selected has it already. */
interface StateCommand {
  readonly id: string;
  readonly title: string;
  readonly shortcuts: readonly string[];
  readonly set: string;
  readonly unset: string;
  readonly has: (node: GraphNode) => boolean;
  readonly change: (document: GraphDocument, id: string, has: boolean) => GraphDocument;
}

const skipping = (skip: Skip): Pick<StateCommand, 'has' | 'change'> => ({
  has: (node) => node.skip === skip,
  change: (document, id, has) => setSkip(document, id, has ? skip : undefined),
});

const states: readonly StateCommand[] = [
  {
    id: 'node.bypass',
    title: 'Bypass, or compute again',
    shortcuts: ['Mod+B'],
    set: 'Bypass',
    unset: 'Stop bypassing',
    ...skipping('bypass'),
  },
  {
    id: 'node.mute',
    title: 'Mute, or compute again',
    shortcuts: ['Mod+M'],
    set: 'Mute',
    unset: 'Unmute',
    ...skipping('mute'),
  },
  {
    id: 'node.freeze',
    title: 'Freeze or unfreeze',
    shortcuts: [],
    set: 'Freeze',
    unset: 'Unfreeze',
    has: ({ frozen }) => frozen === true,
    change: setFrozen,
  },
  {
    id: 'node.collapse',
    title: 'Collapse or unfold',
    shortcuts: ['Alt+C'],
    set: 'Collapse',
    unset: 'Unfold',
    has: ({ collapsed }) => collapsed === true,
    change: setCollapsed,
  },
  {
    id: 'node.pin',
    title: 'Pin or unpin',
    shortcuts: ['P'],
    set: 'Pin',
    unset: 'Unpin',
    has: ({ pinned }) => pinned === true,
    change: setPinned,
  },
];

function toggle({ set, unset, has, change }: StateCommand): void {
  const nodes = selected();
  const wanted = !nodes.every(has);
  const what = nodes.length === 1 ? (nodes[0]?.id ?? '') : `${nodes.length} nodes`;
  edit(`${wanted ? set : unset} ${what}`, (document) =>
    nodes.reduce((next, { id }) => change(next, id, wanted), document),
  );
}

export const nodeStates: readonly Command[] = states.map((state) => ({
  id: state.id,
  title: state.title,
  group: 'Nodes',
  shortcuts: state.shortcuts,
  when: () => selected().length > 0,
  run: () => toggle(state),
}));
