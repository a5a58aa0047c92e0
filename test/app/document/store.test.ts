import { beforeEach, describe, expect, test } from 'vitest';
import {
  documentStore,
  edgeId,
  edit,
  editWhole,
  goToLevel,
  openDocument,
  redo,
  rename,
  select,
  selectNodes,
  showNode,
  startWith,
  undo,
} from '../../../app/document/store.ts';
import { groupNodes } from '../../../engine/graph/blocks/group-nodes.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import {
  addNode,
  moveNodes,
  removeNodes,
  renameDocument,
  setAttribute,
} from '../../../engine/graph/edit/edit.ts';
import { copyNodes, pasteFragment } from '../../../engine/graph/edit/fragment.ts';
import { findTemplate } from '../../../engine/graph/templates/catalogue.ts';

const state = () => documentStore.getState();
const iris = findTemplate('iris')?.document ?? emptyDocument();

beforeEach(() => startWith(iris));

describe('editing', () => {
  test('an edit checks the graph anew and can be undone and redone', () => {
    const before = state().document;
    edit('Add Linear', (document) => addNode(document, 'Linear', { x: 0, y: 0 }).document);
    expect(state().document.nodes).toHaveLength(before.nodes.length + 1);
    expect(state().checked.document).toBe(state().document);
    expect(state().undoLabel).toBe('Add Linear');
    undo();
    expect(state().document).toEqual(before);
    expect(state().undoLabel).toBeUndefined();
    expect(state().redoLabel).toBe('Add Linear');
    redo();
    expect(state().document.nodes).toHaveLength(before.nodes.length + 1);
  });

  test('an edit that changes nothing is no step', () => {
    edit('Nothing', (document) => document);
    expect(state().undoLabel).toBeUndefined();
  });

  test('undo gives back the very nodes that were there, so that views need not draw them again', () => {
    const before = state().document.nodes;
    edit('Move', (document) => moveNodes(document, new Map([['fc1', { x: 7, y: 7 }]])));
    expect(state().document.nodes.find(({ id }) => id === 'fc2')).toBe(before.find(({ id }) => id === 'fc2'));
    undo();
    expect(state().document.nodes).toBe(before);
  });

  test('consecutive edits with one merge key are one step', () => {
    for (const name of ['A', 'AB', 'ABC']) {
      edit('Rename', (document) => renameDocument(document, name), { merge: 'name' });
    }
    expect(state().document.name).toBe('ABC');
    undo();
    expect(state().document.name).toBe(iris.name);
    redo();
    expect(state().document.name).toBe('ABC');
  });

  test('another edit between keeps merged steps apart', () => {
    edit('Rename', (document) => renameDocument(document, 'A'), { merge: 'name' });
    edit('Move', (document) => moveNodes(document, new Map([['fc1', { x: 7, y: 7 }]])));
    edit('Rename', (document) => renameDocument(document, 'B'), { merge: 'name' });
    undo();
    expect(state().document.name).toBe('A');
  });

  test('a new edit forgets what was undone', () => {
    edit('Rename', (document) => renameDocument(document, 'A'));
    undo();
    edit('Rename again', (document) => renameDocument(document, 'B'));
    expect(state().redoLabel).toBeUndefined();
    redo();
    expect(state().document.name).toBe('B');
  });

  test('a part that comes and goes, such as stored weights, is undone too', () => {
    const weights = { 'fc1/bias': { shape: [1], data: 'AAAAAA==' } };
    edit('Store weights', (document) => ({ ...document, weights }));
    expect(state().document.weights).toEqual(weights);
    undo();
    expect('weights' in state().document).toBe(false);
    redo();
    expect(state().document.weights).toEqual(weights);
  });
});

describe('opening', () => {
  test('a document opened takes the place of the old one as one step', () => {
    const { opened } = state();
    openDocument(emptyDocument('Other'));
    expect(state().document.name).toBe('Other');
    expect(state().opened).toBe(opened + 1);
    undo();
    expect(state().document).toEqual(iris);
  });

  test('the document of the start has nothing to undo and is saved', () => {
    openDocument(emptyDocument('Other'));
    startWith(iris);
    expect(state().undoLabel).toBeUndefined();
    expect(state().saved).toBe('saved');
  });
});

describe('selection', () => {
  test('what is gone is no longer selected, the rest stays', () => {
    selectNodes(['fc1', 'fc2']);
    edit('Delete', (document) => removeNodes(document, ['fc1']));
    expect(state().selectedNodes).toEqual(['fc2']);
  });

  test('edges are selected by their id and leave with their nodes', () => {
    const edge = iris.edges[0];
    if (edge === undefined) throw new Error('the template has no edge');
    select([], [edgeId(edge)]);
    expect(state().selectedEdges).toEqual([`${edge.from.join('.')}->${edge.to.join('.')}`]);
    edit('Delete', (document) => removeNodes(document, [edge.from[0]]));
    expect(state().selectedEdges).toEqual([]);
  });

  test('selecting the same again changes nothing', () => {
    selectNodes(['fc1']);
    const before = state();
    selectNodes(['fc1']);
    expect(state()).toBe(before);
  });
});

describe('blocks', () => {
  const grouped = groupNodes(iris, [], ['fc1', 'act1']);
  if (!grouped.ok) throw new Error(grouped.reason);

  test('a level is shown, the whole is kept: edits inside are one step of the whole', () => {
    startWith(grouped.document);
    goToLevel(['block1']);
    expect(state().document.nodes.map(({ id }) => id)).toContain('block1/fc1');
    expect(state().whole).toBe(grouped.document);
    expect(state().checked.document).toBe(state().document);
    edit('Set', (document) => setAttribute(document, 'block1/fc1', 'out_features', 16));
    expect(state().checked.parameterCount.total).toBe(131n);
    expect(state().whole.nodes).toBe(grouped.document.nodes);
    expect(state().path).toEqual(['block1']);
    undo();
    expect(state().whole).toEqual(grouped.document);
    expect(state().path).toEqual(['block1']);
    goToLevel([]);
    expect(state().document).toBe(state().whole);
  });

  test('a level whose use is gone is left, and one opens where it was left', () => {
    startWith(grouped.document, ['block1']);
    expect(state().path).toEqual(['block1']);
    editWhole('Delete', (whole) => removeNodes(whole, ['block1']));
    expect(state().path).toEqual([]);
    expect(state().document).toBe(state().whole);
    openDocument(iris);
    expect(state().path).toEqual([]);
  });

  test('a node is shown on the level where it is', () => {
    startWith(grouped.document);
    showNode('block1/act1');
    expect(state().path).toEqual(['block1']);
    expect(state().selectedNodes).toEqual(['block1/act1']);
    showNode('fc2');
    expect(state().path).toEqual([]);
  });

  test('the name of a block’s only use is the block’s, until there is a second', () => {
    startWith(grouped.document);
    const use = state().document.nodes.find(({ id }) => id === 'block1');
    if (use === undefined) throw new Error('no use');
    rename(use, 'encoder');
    expect(state().whole.blocks?.[0]?.name).toBe('encoder');
    edit('Duplicate', (document) => pasteFragment(document, copyNodes(document, ['block1'])).document);
    rename(use, 'left');
    expect(state().whole.blocks?.[0]?.name).toBe('encoder');
    expect(state().document.nodes.find(({ id }) => id === 'block1')?.name).toBe('left');
  });
});
