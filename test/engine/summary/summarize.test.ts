import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { emptyDocument, type GraphDocument, type GraphNode } from '../../../engine/graph/document.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { twoLinears } from '../../../engine/graph/templates/two-linears.ts';
import { summarize } from '../../../engine/summary/summarize.ts';
import slides from '../../oracle/slides.json' with { type: 'json' };

const withInput = (document: GraphDocument, shape: readonly number[]): GraphDocument => ({
  ...document,
  nodes: document.nodes.map((node) =>
    node.operator === 'Input' ? { ...node, attributes: { ...node.attributes, shape } } : node,
  ),
});

const slideTable = (id: string): string => slides.tables.find((table) => table.id === id)?.text ?? '';

const node = (id: string, operator: string, attributes: GraphNode['attributes'] = {}): GraphNode => ({
  id,
  operator,
  attributes,
  position: { x: 0, y: 0 },
});

describe('the slides', () => {
  test('two linear layers for an input of (10000000, 2): 534.06 MB', () => {
    const { text } = summarize(checkGraph(withInput(twoLinears.document, [10_000_000, 2])));
    expect(text).toBe(slideTable('two_linears_10M'));
    expect(text).toContain('Estimated Total Size (MB): 534.06\n');
  });

  test('Iris for an input of (1, 4)', () => {
    const { text } = summarize(checkGraph(withInput(iris.document, [1, 4])));
    expect(text).toBe(slideTable('iris_mlp'));
  });
});

test('rows are the modules in the order of the data, without input, target and loss', () => {
  const { rows, parameters, inputSizes } = summarize(checkGraph(iris.document));
  expect(rows.map(({ node: id, name, shape, parameters: count }) => [id, name, shape, count])).toEqual([
    ['fc1', 'Linear-1', [-1, 8], 40n],
    ['act1', 'ReLU-2', [-1, 8], 0n],
    ['fc2', 'Linear-3', [-1, 3], 27n],
  ]);
  expect(parameters).toEqual({ total: 67n, trainable: 67n, frozen: 0n });
  expect(inputSizes).toEqual([[4]]);
});

test('a batch size stands in every shape and size', () => {
  const { rows, sizes, text } = summarize(checkGraph(iris.document), { batchSize: 64 });
  expect(rows.map(({ shape }) => shape)).toEqual([
    [64, 8],
    [64, 8],
    [64, 3],
  ]);
  expect(sizes.input).toBe(BigInt(64 * 4 * 4));
  expect(text).toContain('[64, 3]');
});

test('a frozen node counts as not trainable', () => {
  const frozen = {
    ...iris.document,
    nodes: iris.document.nodes.map((item) => (item.id === 'fc1' ? { ...item, frozen: true } : item)),
  };
  const { parameters, text } = summarize(checkGraph(frozen));
  expect(parameters).toEqual({ total: 67n, trainable: 27n, frozen: 40n });
  expect(text).toContain('Non-trainable params: 40\n');
});

describe('what is listed may be told', () => {
  test('a node that stands for a function is no row', () => {
    const { rows } = summarize(checkGraph(iris.document), { listed: [{ node: 'fc1' }, { node: 'fc2' }] });
    expect(rows.map(({ name }) => name)).toEqual(['Linear-1', 'Linear-2']);
  });

  test('a module around others has a row with its own weight; one that gives a tuple shows −1', () => {
    const own = { type: 'Block', parameters: 4n, trainable: true };
    const { rows } = summarize(checkGraph(iris.document), {
      batchSize: 8,
      listed: [
        { node: 'fc1' },
        { ...own, gives: ['fc1', 'output'] },
        {
          ...own,
          gives: [
            ['fc1', 'output'],
            ['fc2', 'output'],
          ],
        },
        { ...own, gives: ['elsewhere', 'output'] },
      ],
    });
    expect(rows.map(({ name, shape, parameters }) => [name, shape, parameters])).toEqual([
      ['Linear-1', [8, 8], 40n],
      ['Block-2', [8, 8], 4n],
      [
        'Block-3',
        [
          [-1, 8],
          [-1, 3],
        ],
        4n,
      ],
    ]);
  });
});

test('the first number is the batch size whatever is there', () => {
  const document: GraphDocument = {
    ...emptyDocument(),
    nodes: [
      node('a', 'Input', { shape: [4] }),
      node('b', 'Input', { shape: [4] }),
      node('rows', 'Concat', { dim: 0 }),
      node('fc', 'Linear', { out_features: 2 }),
    ],
    edges: [
      { from: ['a', 'output'], to: ['rows', 'inputs'] },
      { from: ['b', 'output'], to: ['rows', 'inputs'] },
      { from: ['rows', 'output'], to: ['fc', 'input'] },
    ],
  };
  const checked = checkGraph(document);
  expect(checked.nodes.get('fc')?.outputs.get('output')?.shape).toEqual(['2N', 2]);
  expect(summarize(checked).rows.map(({ shape }) => shape)).toEqual([[-1, 2]]);
});

test('an empty graph has an empty table', () => {
  const { rows, text } = summarize(checkGraph(emptyDocument()));
  expect(rows).toEqual([]);
  expect(text).toContain('Total params: 0\n');
});
