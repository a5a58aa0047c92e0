import { describe, expect, test } from 'vitest';
import { flowAnnotations, flowEdges, flowNodes } from '../../../app/canvas/flow-graph.ts';
import { edgeId } from '../../../app/document/store.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { addAnnotation } from '../../../engine/graph/edit/annotations.ts';
import { moveNodes, removeNodes } from '../../../engine/graph/edit/edit.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';

const iris = findTemplate('iris')?.document ?? emptyDocument();
const label = (id: string) => id;

describe('what React Flow is given', () => {
  test('one node per node and one edge per edge', () => {
    expect(flowNodes(iris, [], [], label).map(({ id }) => id)).toEqual(iris.nodes.map(({ id }) => id));
    expect(flowEdges(iris, [], [], () => '').map(({ id }) => id)).toEqual(iris.edges.map(edgeId));
  });

  test('only what changed is another object, and what was measured is kept', () => {
    const before = flowNodes(iris, [], [], label).map((node) => ({
      ...node,
      measured: { width: 9, height: 9 },
    }));
    const moved = moveNodes(iris, new Map([['fc1', { x: 1, y: 2 }]]));
    const after = flowNodes(moved, [], before, label);
    const changed = after.filter((node, index) => node !== before[index]);
    expect(changed.map(({ id }) => id)).toEqual(['fc1']);
    expect(changed[0]).toMatchObject({ position: { x: 1, y: 2 }, measured: { width: 9 } });
  });

  test('a card of another document that is called alike is not measured by this one', () => {
    const before = flowNodes(iris, [], [], label, new Set(), 'iris').map((node) => ({
      ...node,
      measured: { width: 9, height: 9 },
    }));
    const same = flowNodes(iris, [], before, label, new Set(), 'iris');
    expect(same.map(({ measured }) => measured?.width)).toEqual(before.map(() => 9));
    const other = flowNodes(iris, [], before, label, new Set(), 'other');
    expect(other.map(({ measured }) => measured)).toEqual(before.map(() => undefined));
  });

  test('notes and frames, frames behind all else and held by their title; the same objects while nothing changes', () => {
    const framed = addAnnotation(iris, { kind: 'frame', text: 'Hidden', position: { x: 0, y: 0 } }).document;
    const document = addAnnotation(framed, { kind: 'note', text: '', position: { x: 5, y: 5 } }).document;
    const before = flowAnnotations(document, ['note1'], []);
    expect(before).toMatchObject([
      { id: 'frame1', type: 'frame', zIndex: -1, dragHandle: '.frame-title', ariaLabel: 'Frame: Hidden' },
      { id: 'note1', type: 'note', zIndex: 0, selected: true, ariaLabel: 'Empty note' },
    ]);
    const after = flowAnnotations(document, [], before);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toMatchObject({ selected: false });
  });

  test('selection and removal follow the document', () => {
    const before = flowNodes(iris, ['fc1'], [], label);
    expect(before.filter(({ selected }) => selected).map(({ id }) => id)).toEqual(['fc1']);
    const after = removeNodes(iris, ['fc1']);
    expect(flowNodes(after, [], before, label).some(({ id }) => id === 'fc1')).toBe(false);
    expect(
      flowEdges(after, [], [], () => '').every(({ source, target }) => source !== 'fc1' && target !== 'fc1'),
    ).toBe(true);
  });
});
