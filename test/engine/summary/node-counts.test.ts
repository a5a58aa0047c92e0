import { expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { emptyDocument, type GraphDocument } from '../../../engine/graph/document.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { nodeCounts } from '../../../engine/summary/node-counts.ts';

test('counts every node, per sample', () => {
  const counts = nodeCounts(checkGraph(iris.document));
  const table = counts.map(({ node, parameters, multiplyAdds, outputBytes, parameterBytes }) => [
    node,
    parameters,
    multiplyAdds,
    outputBytes,
    parameterBytes,
  ]);
  expect(table.sort()).toEqual([
    ['act1', 0n, 0n, BigInt(8 * 4), 0n],
    ['fc1', BigInt(4 * 8 + 8), BigInt(4 * 8), BigInt(8 * 4), BigInt(40 * 4)],
    ['fc2', BigInt(8 * 3 + 3), BigInt(8 * 3), BigInt(3 * 4), BigInt(27 * 4)],
    ['loss', 0n, 0n, 4n, 0n],
    ['x', 0n, 0n, BigInt(4 * 4), 0n],
    ['y', 0n, 0n, 4n, 0n],
  ]);
});

test('is exact where float64 is not', () => {
  const [inputs, outputs] = [134_217_729, 134_217_727];
  const document: GraphDocument = {
    ...emptyDocument(),
    nodes: [
      { id: 'x', operator: 'Input', attributes: { shape: [inputs] }, position: { x: 0, y: 0 } },
      { id: 'fc', operator: 'Linear', attributes: { out_features: outputs }, position: { x: 0, y: 0 } },
    ],
    edges: [{ from: ['x', 'output'], to: ['fc', 'input'] }],
  };
  const linear = nodeCounts(checkGraph(document)).find(({ node }) => node === 'fc');
  const weights = BigInt(inputs) * BigInt(outputs);
  expect(Number.isSafeInteger(Number(weights))).toBe(false);
  expect(linear?.multiplyAdds).toBe(weights);
  expect(linear?.parameters).toBe(weights + BigInt(outputs));
  expect(linear?.parameterBytes).toBe(4n * (weights + BigInt(outputs)));
});

test('a frozen node has nothing trainable', () => {
  const nodes = iris.document.nodes.map((node) => (node.id === 'fc2' ? { ...node, frozen: true } : node));
  const counts = nodeCounts(checkGraph({ ...iris.document, nodes }));
  const frozen = counts.find(({ node }) => node === 'fc2');
  expect([frozen?.parameters, frozen?.trainable]).toEqual([27n, 0n]);
});
