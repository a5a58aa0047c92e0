import { afterEach, beforeEach, expect, test } from 'vitest';
import { hintStore } from '../../../app/canvas/sheet-hint.tsx';
import { toggleSheetLock } from '../../../app/canvas/sheet-lock.ts';
import { copySelection, pasteText } from '../../../app/commands/clipboard.ts';
import { runCommand } from '../../../app/commands/commands.ts';
import { documentStore, edit, selectNodes, startWith } from '../../../app/document/store.ts';
import { addOperator } from '../../../app/palette/add-operator.ts';
import { disconnect, setAttribute, setPinned } from '../../../engine/graph/edit/edit.ts';
import { templateDocument } from '../../engine/graph/template-document.ts';

const iris = templateDocument('iris');
const state = () => documentStore.getState();

beforeEach(() => {
  startWith(iris);
  selectNodes(['act1']);
  toggleSheetLock();
});
afterEach(toggleSheetLock);

test('on a locked sheet no card comes, goes or moves and no wire is cut, whatever asks for it; each says so', () => {
  const copied = copySelection() ?? '';
  const gestures: Readonly<Record<string, () => void>> = {
    'Delete act1': () => runCommand('edit.delete'),
    'Duplicate a node': () => runCommand('edit.duplicate'),
    'Paste a node': () => pasteText(copied),
    'Move a node': () => runCommand('node.move-down'),
    'Add Tanh': () => addOperator('Tanh'),
    'Slice a wire': () =>
      edit('Slice a wire', (document) => disconnect(document, document.edges.slice(0, 1))),
  };
  for (const [label, gesture] of Object.entries(gestures)) {
    selectNodes(['act1']);
    gesture();
    expect(state().document, label).toBe(iris);
    expect(hintStore.getState().hint, label).toContain(`${label}: not done`);
    // What was to be added is not there to be selected.
    expect(state().selectedNodes.every((id) => iris.nodes.some((node) => node.id === id))).toBe(true);
  }
});

test('an arrow key says why a pinned card stays', () => {
  toggleSheetLock();
  startWith(setPinned(iris, 'act1', true));
  const before = state().document;
  selectNodes(['act1']);
  runCommand('node.move-down');
  expect(state().document).toBe(before);
  expect(hintStore.getState().hint).toContain('act1 is pinned');
  toggleSheetLock();
});

test('a locked sheet still takes attributes', () => {
  edit('Set out_features', (document) => setAttribute(document, 'fc1', 'out_features', 5));
  expect(state().document.nodes.find(({ id }) => id === 'fc1')?.attributes['out_features']).toBe(5);
});
