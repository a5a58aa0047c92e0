import { expect, test } from 'vitest';
import { feedDocument } from '../../../engine/data/feed-document.ts';
import { iris } from '../../../engine/data/iris.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';

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

test('without a target there is nothing to draw yet', () => {
  const empty = emptyDocument();
  expect(feedDocument(empty, empty.data, { ...iris, target: { kind: 'none', name: '' } }).nodes).toEqual([]);
});
