import { beforeEach, describe, expect, test } from 'vitest';
import { documentStore, edit, goToStep, startWith, undo } from '../../../app/document/store.ts';
import { deskStore, firstId } from '../../../app/tabs/desk.ts';
import { closeTab, openInTab, reopenTab, switchBy, switchTo } from '../../../app/tabs/tabs.ts';
import { currentWeights, stepTraining } from '../../../app/training/controls.ts';
import { addNode, renameDocument, setAttribute } from '../../../engine/graph/edit/edit.ts';
import { templateDocument } from '../../engine/graph/template-document.ts';
import { turn, workerHere } from '../training/worker-here.ts';

// There is no database here, as in a window that keeps nothing: graphs lie in memory.
const iris = templateDocument('iris');
const other = templateDocument('mlp-relu');
const whole = () => documentStore.getState().whole;
const add = (operator: string) =>
  edit(`Add ${operator}`, (document) => addNode(document, operator, { x: 0, y: 0 }).document);

beforeEach(() => {
  deskStore.setState({ open: [{ id: firstId, name: '' }], current: firstId, closed: [] }, true);
  startWith(iris);
});

describe('graphs in tabs', () => {
  test('each keeps its edits, its selection and what can be undone', async () => {
    add('ReLU');
    documentStore.setState({ selectedNodes: ['fc1'] });
    const edited = whole();
    await openInTab(other);
    expect(whole()).toBe(other);
    expect(documentStore.getState().undoLabel).toBeUndefined();
    add('Tanh');
    await switchTo(firstId);
    expect(whole()).toBe(edited);
    expect(documentStore.getState().selectedNodes).toEqual(['fc1']);
    undo();
    expect(whole()).toEqual(iris);
    await switchBy(1);
    expect(documentStore.getState().undoLabel).toBe('Add Tanh');
  });

  test('a tab is called what its graph is called when it is left', async () => {
    edit('Rename', (document) => renameDocument(document, 'Mine'));
    await openInTab(other);
    expect(deskStore.getState().open.map(({ name }) => name)).toEqual(['Mine', other.name]);
  });

  test('a closed one is opened again as it was; the last one stays', async () => {
    await openInTab(other);
    add('Tanh');
    const { current } = deskStore.getState();
    const edited = whole();
    await closeTab(current);
    expect(whole()).toBe(iris);
    await closeTab(firstId);
    expect(deskStore.getState().open).toHaveLength(1);
    await reopenTab();
    expect(whole()).toBe(edited);
    expect(deskStore.getState()).toMatchObject({ current, closed: [] });
  });

  test('one that is not seen is closed without a change to the other', async () => {
    await openInTab(other);
    await closeTab(firstId);
    expect(whole()).toBe(other);
    expect(deskStore.getState().open).toHaveLength(1);
  });
});

describe('what was trained', () => {
  const worker = workerHere();
  const come = async (done: Promise<unknown>): Promise<void> => {
    let isDone = false;
    void done.then(() => {
      isDone = true;
    });
    while (!isDone) {
      worker.answer();
      await turn();
    }
  };
  const bias = () => whole().weights?.['fc2/bias'];

  test('is stored with its graph when another one is seen', async () => {
    await come(stepTraining());
    await come(openInTab(other));
    await come(switchTo(firstId));
    expect(Object.keys(whole().weights ?? {})).toHaveLength(4);
    expect(documentStore.getState().undoLabel).toBe('Store the trained weights');
  });

  test('is stored too where an edit made it stale, as far as it is untouched', async () => {
    await come(stepTraining());
    const trained = (await currentWeightsOf())?.['fc2/bias'];
    edit('Widen', (document) =>
      setAttribute(setAttribute(document, 'fc1', 'out_features', 16), 'fc2', 'in_features', 16),
    );
    await come(openInTab(other));
    await come(switchTo(firstId));
    expect(bias()).toEqual(trained);
    expect(whole().weights?.['fc1/weight']?.shape).toEqual([16, 4]);
    expect(documentStore.getState().checked.trainable).toBe(true);
  });

  async function currentWeightsOf() {
    const asked = currentWeights();
    await come(asked);
    return asked;
  }
});

test('one goes to any step of what was done, there and back', () => {
  for (const operator of ['ReLU', 'Tanh', 'Sigmoid']) add(operator);
  const last = whole();
  goToStep(1);
  expect(documentStore.getState()).toMatchObject({ undoLabel: 'Add ReLU', redoLabel: 'Add Tanh' });
  goToStep(0);
  expect(whole()).toEqual(iris);
  goToStep(3);
  expect(whole()).toEqual(last);
  goToStep(9);
  expect(whole()).toEqual(last);
});
