import { beforeEach, expect, test } from 'vitest';
import { chooseDataset } from '../../../app/data/choose-dataset.ts';
import { documentStore, startWith } from '../../../app/document/store.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';

const chosen = (): string => documentStore.getState().whole.data.dataset;

beforeEach(() => startWith(iris.document));

test('a data set that is fetched is taken as one step, with the nodes that it feeds', async () => {
  await chooseDataset('wine');
  expect(chosen()).toBe('wine');
  expect(documentStore.getState().undoLabel).toBe('Choose data set');
  expect(documentStore.getState().whole.nodes.find(({ id }) => id === 'x')?.attributes['shape']).toEqual([
    13,
  ]);
});

test('one that comes after another graph was opened leaves that alone', async () => {
  const choosing = chooseDataset('wine');
  startWith({ ...iris.document, name: 'Another' });
  await choosing;
  expect([documentStore.getState().whole.name, chosen()]).toEqual(['Another', 'iris']);
});

test('the last one that was chosen counts, whichever comes first', async () => {
  const choosing = [chooseDataset('digits'), chooseDataset('spiral')];
  await Promise.all(choosing);
  expect(chosen()).toBe('spiral');
});
