import { moveNodes } from '../../engine/graph/edit.ts';
import { readTopology, upstreamOf } from '../../engine/graph/topology.ts';
import { type Alignment, aligned, alignments, distributed, type PlacedCard } from '../canvas/align.ts';
import { canvasView, usualCardSize } from '../canvas/view-handle.ts';
import { documentStore, edit, selectNodes } from '../document/store.ts';
import type { Command } from './command.ts';

const state = () => documentStore.getState();

function selectedCards(): readonly PlacedCard[] {
  const { document, selectedNodes } = state();
  return document.nodes
    .filter(({ id }) => selectedNodes.includes(id))
    .map(({ id, position }) => ({ id, ...position, size: canvasView()?.sizeOf(id) ?? usualCardSize }));
}

const atLeast = (count: number) => () => state().selectedNodes.length >= count;

const titles: Readonly<Record<Alignment, string>> = {
  left: 'Align left edges',
  centre: 'Align centres',
  right: 'Align right edges',
  top: 'Align top edges',
  middle: 'Align middles',
  bottom: 'Align bottom edges',
};

const align = (alignment: Alignment): Command => ({
  id: `node.align-${alignment}`,
  title: titles[alignment],
  group: 'Nodes',
  shortcuts: [],
  when: atLeast(2),
  run: () => edit(titles[alignment], (document) => moveNodes(document, aligned(selectedCards(), alignment))),
});

const distribute = (direction: 'across' | 'down', title: string): Command => ({
  id: `node.distribute-${direction}`,
  title,
  group: 'Nodes',
  shortcuts: [],
  when: atLeast(3),
  run: () => edit(title, (document) => moveNodes(document, distributed(selectedCards(), direction))),
});

/** Selects what the selected nodes read, or what reads them, with themselves. */
function selectAlong(direction: 'upstream' | 'downstream'): void {
  const { document, selectedNodes } = state();
  const turned = document.edges.map(({ from, to }) => ({ from: to, to: from }));
  const { incoming } = readTopology(
    direction === 'upstream' ? document : { nodes: document.nodes, edges: turned },
  );
  selectNodes([...upstreamOf(selectedNodes, incoming)]);
}

/** Commands that set several nodes in order, or select along the wires. */
export const arranging: readonly Command[] = [
  {
    id: 'node.select-upstream',
    title: 'Select upstream',
    group: 'Nodes',
    shortcuts: ['U'],
    when: atLeast(1),
    run: () => selectAlong('upstream'),
  },
  {
    id: 'node.select-downstream',
    title: 'Select downstream',
    group: 'Nodes',
    shortcuts: ['D'],
    when: atLeast(1),
    run: () => selectAlong('downstream'),
  },
  ...alignments.map(align),
  distribute('across', 'Distribute across'),
  distribute('down', 'Distribute down'),
];
