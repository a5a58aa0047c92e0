import { refitFrames } from '../../engine/graph/edit/annotations.ts';
import { moveNodes } from '../../engine/graph/edit/edit.ts';
import { readTopology, upstreamOf } from '../../engine/graph/topology.ts';
import { type Alignment, aligned, alignments, distributed, type PlacedCard } from '../canvas/align.ts';
import { withMembers } from '../canvas/frames.ts';
import { fetchToDo, hintOnSheet } from '../canvas/sheet-hint.tsx';
import { whyPinned } from '../canvas/still-cards.ts';
import { canvasView, cardSize } from '../canvas/view-handle.ts';
import type { Direction } from '../canvas/wrap-lines.ts';
import { documentStore, edit, selectNodes, whileOpen } from '../document/store.ts';
import type { Command } from './command.ts';

const state = () => documentStore.getState();

function selectedCards(): readonly PlacedCard[] {
  const { document, selectedNodes } = state();
  return document.nodes
    .filter(({ id }) => selectedNodes.includes(id))
    .map(({ id, position }) => ({ id, ...position, size: cardSize(id) }));
}

const atLeast = (count: number) => () => state().selectedNodes.length >= count;

const titles: Readonly<Record<Alignment, string>> = {
  left: 'Align left edges',
  centre: 'Align centres in a column',
  right: 'Align right edges',
  top: 'Align top edges',
  middle: 'Align middles in a row',
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

/** Pixels an arrow key moves by; with Shift, four times that. */
const nudge = 5;

function moveSelection(x: number, y: number, press: KeyboardEvent | undefined): void {
  const { document, selectedNodes } = state();
  const by = press?.shiftKey === true ? nudge * 4 : nudge;
  const moved = new Set(withMembers(document, selectedNodes));
  const positions = new Map(
    [...document.nodes, ...(document.annotations ?? [])]
      .filter(({ id }) => moved.has(id))
      .map(({ id, position }) => [id, { x: position.x + x * by, y: position.y + y * by }]),
  );
  const pinned = document.nodes.filter(({ id, pinned: stays }) => stays === true && moved.has(id));
  if (pinned.length > 0) hintOnSheet(whyPinned(pinned));
  const label = selectedNodes.length === 1 ? 'Move a node' : `Move ${selectedNodes.length} nodes`;
  edit(label, (old) => moveNodes(old, positions), { merge: `move ${selectedNodes.join(' ')}` });
}

const move = (name: string, key: string, x: number, y: number): Command => ({
  id: `node.move-${name}`,
  title: `Move ${name}`,
  group: 'Nodes',
  shortcuts: [key, `Shift+${key}`],
  when: atLeast(1),
  run: (press) => moveSelection(x, y, press),
});

/**
 * Lays out the nodes that are selected, or all where it is one or none. What is selected stays where it is; with nothing
 * selected the whole graph is shown.
 */
function tidyUp(direction: Direction): void {
  const stillOpen = whileOpen();
  const { document, selectedNodes } = state();
  const ids = selectedNodes.length > 1 ? selectedNodes : document.nodes.map(({ id }) => id);
  fetchToDo(
    () => import('../canvas/tidy-up.ts'),
    ({ tidyPositions }) =>
      stillOpen(() => {
        const positions = tidyPositions(document, ids, {
          direction,
          sizeOf: cardSize,
          anchor: selectedNodes.length === 1 ? selectedNodes[0] : undefined,
        });
        edit('Tidy up', (old) => refitFrames(old, moveNodes(old, positions), cardSize));
        if (selectedNodes.length === 0) requestAnimationFrame(() => canvasView()?.fit());
      }),
    'Nothing was tidied up.',
  );
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
  move('left', 'ArrowLeft', -1, 0),
  move('right', 'ArrowRight', 1, 0),
  move('up', 'ArrowUp', 0, -1),
  move('down', 'ArrowDown', 0, 1),
  {
    id: 'view.tidy',
    title: 'Tidy up',
    group: 'View',
    shortcuts: ['T'],
    when: () => state().document.nodes.length > 0,
    run: () => tidyUp('right'),
  },
  {
    id: 'view.tidy-down',
    title: 'Tidy up, top to bottom',
    group: 'View',
    shortcuts: ['Shift+T'],
    when: () => state().document.nodes.length > 0,
    run: () => tidyUp('down'),
  },
];
