import type { Node, NodeChange } from 'reactflow';
import { expect, test } from 'vitest';
import { flowAnnotations, flowNodes } from '../../../app/canvas/flow-graph.ts';
import { takeFrames, withMembers, withMovedMembers } from '../../../app/canvas/frames.ts';
import { openDocument } from '../../../app/document/store.ts';
import { addAnnotation } from '../../../engine/graph/edit/annotations.ts';
import { setPinned } from '../../../engine/graph/edit/edit.ts';
import { draw } from '../../engine/graph/drawing.ts';

/** a and b in a frame, c outside; cards lie 160 apart and count as 136 × 94 where none is drawn. */
const drawn = addAnnotation(draw('a:Input{shape:[2]} -> b:ReLU -> c:Tanh'), {
  kind: 'frame',
  text: '',
  position: { x: -20, y: -20 },
  size: { width: 340, height: 160 },
}).document;

const nodes: readonly Node[] = [...flowNodes(drawn, [], [], (id) => id), ...flowAnnotations(drawn, [], [])];
const move = (id: string, x: number, y: number): NodeChange => ({
  id,
  type: 'position',
  position: { x, y },
  dragging: true,
});
const placesOf = (changes: readonly NodeChange[]) =>
  changes.flatMap((change) => (change.type === 'position' ? [[change.id, change.position]] : []));

test('a frame takes along what lies in it, as far as it goes, and each only once', () => {
  openDocument(drawn);
  takeFrames();
  expect(placesOf(withMovedMembers([move('frame1', -10, 0)], nodes))).toEqual([
    ['frame1', { x: -10, y: 0 }],
    ['a', { x: 10, y: 20 }],
    ['b', { x: 170, y: 20 }],
  ]);
  const both = [move('b', 300, 300), move('frame1', -10, 0)];
  expect(placesOf(withMovedMembers(both, nodes)).filter(([id]) => id === 'b')).toEqual([
    ['b', { x: 300, y: 300 }],
  ]);
});

test('cards that are moved take nothing along', () => {
  openDocument(drawn);
  expect(withMovedMembers([move('a', 1, 1)], nodes)).toEqual([move('a', 1, 1)]);
});

test('pinned nodes stay behind', () => {
  expect(withMembers(setPinned(drawn, 'a', true), ['frame1'])).toEqual(['frame1', 'b']);
});
