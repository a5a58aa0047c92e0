import { describe, expect, test } from 'vitest';
import { drawnNodes } from '../../../engine/graph/blocks/drawn-nodes.ts';
import { groupNodes } from '../../../engine/graph/blocks/group-nodes.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { renameNode, setTraining } from '../../../engine/graph/edit/edit.ts';
import { findNodes, readSearch } from '../../../engine/graph/find-nodes.ts';
import { irisGraph } from './drawing.ts';

const graph = checkGraph(renameNode(irisGraph(), 'fc2', 'head'));
const found = (text: string, measured?: Parameters<typeof findNodes>[3]) =>
  findNodes(graph, graph.document.nodes, text, measured).map(({ id }) => id);

test('a search is words and bounds', () => {
  expect(readSearch('Linear params >= 1000 bias=true')).toEqual({
    words: ['linear'],
    bounds: [
      { key: 'params', relation: '>=', value: '1000' },
      { key: 'bias', relation: '=', value: 'true' },
    ],
  });
});

describe('nodes are found', () => {
  test.each([
    ['', ['x', 'fc1', 'act1', 'fc2', 'loss', 'y']],
    ['linear', ['fc1', 'fc2']],
    ['head', ['fc2']],
    ['fc2', ['fc2']],
    ['LINEAR head', ['fc2']],
    ['params > 30', ['fc1']],
    ['params <= 27 params > 0', ['fc2']],
    ['parameters = 40', ['fc1']],
    ['out_features = 8', ['fc1']],
    ['features < 4', ['fc2']],
    ['linear bias = true', ['fc1', 'fc2']],
    ['reduction mean', ['loss']],
    ['reduction = mean', ['loss']],
    ['no such thing', []],
    ['volume > 3', []],
  ])('%j', (text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  test('by numbers of a run', () => {
    const norms: Readonly<Record<string, number>> = { fc1: 12, fc2: 0.5 };
    expect(found('norm > 10', (node, key) => (key === 'norm' ? norms[node] : undefined))).toEqual(['fc1']);
    expect(found('norm > 10')).toEqual([]);
  });

  test('with the name that begins so first', () => {
    const named = checkGraph(renameNode(irisGraph(), 'fc2', 'act head'));
    expect(findNodes(named, named.document.nodes, 'act').map(({ id }) => id)[0]).toBe('act1');
    const loss = checkGraph(renameNode(irisGraph(), 'loss', 'fc loss'));
    expect(findNodes(loss, loss.document.nodes, 'lo').map(({ id }) => id)).toContain('loss');
  });

  test('inside blocks within blocks, a block by what all inside it has, and what a breakpoint is about', () => {
    const inner = groupNodes(irisGraph(), [], ['fc1', 'act1']);
    if (!inner.ok) throw new Error(inner.reason);
    const outer = groupNodes(inner.document, [], ['block1', 'fc2']);
    if (!outer.ok) throw new Error(outer.reason);
    const drawn = setTraining(outer.document, {
      breakpoints: [{ kind: 'sign-change', text: 'block2/block1/fc1/weight' }],
    });
    const blocks = checkGraph(drawn);
    const among = drawnNodes(drawn);
    const inBlocks = (text: string, measured?: Parameters<typeof findNodes>[3]) =>
      findNodes(blocks, among, text, measured).map(({ id }) => id);
    expect(inBlocks('')).toEqual([
      'x',
      'block2',
      'loss',
      'y',
      'block2/block1',
      'block2/fc2',
      'block2/block1/fc1',
      'block2/block1/act1',
    ]);
    expect(inBlocks('relu')).toEqual(['block2/block1/act1']);
    expect(inBlocks('params > 30')).toEqual(['block2', 'block2/block1', 'block2/block1/fc1']);
    expect(inBlocks('breakpoint')).toEqual(['block2/block1/fc1']);
    expect(inBlocks('norm > 1', (node) => (node === 'block2/fc2' ? 2 : 0))).toEqual(['block2/fc2']);
  });
});
