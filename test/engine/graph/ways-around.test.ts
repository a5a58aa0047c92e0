import { expect, test } from 'vitest';
import { emptyDocument, type GraphDocument } from '../../../engine/graph/document.ts';
import { waysAround } from '../../../engine/graph/ways-around.ts';

const graph = (...links: readonly string[]): GraphDocument => ({
  ...emptyDocument(),
  nodes: [...new Set(links.join('').replaceAll('-', ''))].map((id) => ({
    id,
    operator: 'Add',
    attributes: {},
    position: { x: 0, y: 0 },
  })),
  edges: links.map((link) => ({ from: [link.charAt(0), 'output'], to: [link.charAt(2), 'inputs'] })),
});
const around = (document: GraphDocument): readonly string[] =>
  [...waysAround(document)].map(({ from, to }) => `${from[0]}-${to[0]}`);

test('a wire between two nodes with a longer way between them passes nodes by', () => {
  expect(around(graph('a-b', 'b-c', 'a-c', 'c-d'))).toEqual(['a-c']);
  expect(around(graph('a-b', 'b-c', 'c-d', 'a-d', 'a-c', 'b-d'))).toEqual(['a-d', 'a-c', 'b-d']);
});

test('branches that meet again, and two wires between the same nodes, do not', () => {
  expect(around(graph('a-b', 'a-c', 'b-d', 'c-d'))).toEqual([]);
  expect(around(graph('a-b', 'a-b'))).toEqual([]);
});

test('a cycle, which may be drawn for a while, is gone through once', () => {
  expect(around(graph('a-b', 'b-a', 'a-c'))).toEqual([]);
});
