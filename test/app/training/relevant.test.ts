import { describe, expect, test } from 'vitest';
import { isSameForTraining } from '../../../app/training/relevant.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import {
  disconnect,
  moveNodes,
  removeNodes,
  renameDocument,
  renameNode,
  setAttribute,
  setData,
  setFrozen,
  setTraining,
  setWeights,
} from '../../../engine/graph/edit/edit.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';

const { document } = iris;

const harmless: readonly (readonly [string, (document: GraphDocument) => GraphDocument])[] = [
  ['a moved node', (d) => moveNodes(d, new Map([['fc1', { x: 7, y: 9 }]]))],
  ['a renamed node', (d) => renameNode(d, 'fc1', 'hidden')],
  ['a renamed document', (d) => renameDocument(d, 'Mine')],
  ['another learning rate', (d) => setTraining(d, { optimizer: { name: 'SGD', learningRate: 0.5 } })],
  ['more epochs', (d) => setTraining(d, { epochs: 99 })],
  ['a copy', (d) => structuredClone(d) as GraphDocument],
];

const telling: readonly (readonly [string, (document: GraphDocument) => GraphDocument])[] = [
  ['another attribute', (d) => setAttribute(d, 'fc1', 'out_features', 9)],
  ['a frozen layer', (d) => setFrozen(d, 'fc1', true)],
  ['a node less', (d) => removeNodes(d, ['act1'])],
  ['a wire less', (d) => disconnect(d, d.edges.slice(0, 1))],
  ['another batch size', (d) => setTraining(d, { batchSize: 5 })],
  ['another seed', (d) => setTraining(d, { seed: 1 })],
  ['another data set', (d) => setData(d, { ...d.data, dataset: 'moons' })],
  ['another split', (d) => setData(d, { ...d.data, split: { ...d.data.split, test: 0.1 } })],
  ['other weights', (d) => setWeights(d, 'fc1/bias', [8], new Array(8).fill(1))],
];

describe('results stand for', () => {
  test.each(harmless)('%s', (_, change) => {
    expect(isSameForTraining(document, change(document))).toBe(true);
  });
});

describe('results are stale after', () => {
  test.each(telling)('%s', (_, change) => {
    expect(isSameForTraining(document, change(document))).toBe(false);
  });
});
