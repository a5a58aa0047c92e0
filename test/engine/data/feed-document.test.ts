import { expect, test } from 'vitest';
import { feedDocument } from '../../../engine/data/feed-document.ts';
import { iris } from '../../../engine/data/iris.ts';
import { prepareDataset } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { defaultData, emptyDocument } from '../../../engine/graph/document.ts';
import { createSession } from '../../../engine/train/running-session.ts';

test.each([
  ['classes', iris, 'CrossEntropyLoss'],
  ['numbers', { ...iris, target: { kind: 'real', name: 't' } as const }, 'MSELoss'],
])('an empty sheet on data of %s begins a network that trains', (_, dataset, loss) => {
  const empty = emptyDocument();
  const document = feedDocument(empty, empty.data, dataset);
  expect(document.nodes.map(({ operator }) => operator)).toContain(loss);
  expect(checkGraph(document)).toMatchObject({ trainable: true, diagnostics: [] });
  // What is drawn stays drawn.
  expect(feedDocument(document, empty.data, dataset).nodes).toBe(document.nodes);
});

test('a network on numbers of any size is begun in units that make them about 1, and learns', () => {
  const y = iris.x.map(
    ([width, , length]) => 200_000 + 30_000 * (length as number) - 10_000 * (width as number),
  );
  const dataset = { ...iris, target: { kind: 'real', name: 'price' } as const, y };
  const document = feedDocument(emptyDocument(), defaultData, dataset);
  expect(document.nodes.find(({ id }) => id === 'units')).toMatchObject({
    operator: 'Scale',
    attributes: { factor: 46_000, shift: 250_000 },
  });
  const graph = checkGraph(document);
  expect(graph).toMatchObject({ trainable: true, diagnostics: [] });
  const prepared = prepareDataset(dataset, defaultData);
  const made = prepared.ok ? createSession(graph, prepared.data, 'compiled') : prepared;
  if (!made.ok) throw new Error(made.message);
  const { session } = made;
  while (session.progress.epoch < document.training.epochs) session.advance(1000);
  // R² of 0.98 at the least: the loss counts in squares of the units, and these are the deviation.
  expect(session.evaluate('test')?.loss).toBeLessThan(0.02);
});

test('without a target there is nothing to draw yet', () => {
  const empty = emptyDocument();
  expect(feedDocument(empty, empty.data, { ...iris, target: { kind: 'none', name: '' } }).nodes).toEqual([]);
});
