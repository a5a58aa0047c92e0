import { expect, test } from 'vitest';
import { groupNodes } from '../../../engine/graph/blocks/group-nodes.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { blocksAmong, countsByBlock } from '../../../engine/summary/block-counts.ts';
import { nodeCounts } from '../../../engine/summary/node-counts.ts';
import { irisGraph } from '../graph/drawing.ts';

const rowsOf = (document: ReturnType<typeof irisGraph>) => {
  const checked = checkGraph(document);
  return countsByBlock(document, checked, nodeCounts(checked));
};

test('without blocks the rows are the nodes', () => {
  const counts = nodeCounts(checkGraph(irisGraph()));
  expect(rowsOf(irisGraph())).toEqual(counts.map((row) => ({ kind: 'node', counts: row })));
});

test('a block counts as one: the sums of what is inside, in the place of its first node', () => {
  const inner = groupNodes(irisGraph(), [], ['fc1', 'act1']);
  if (!inner.ok) throw new Error(inner.reason);
  const outer = groupNodes(inner.document, [], ['block1', 'fc2']);
  if (!outer.ok) throw new Error(outer.reason);
  const rows = rowsOf(outer.document);
  expect(rows.map(({ kind, counts }) => `${kind} ${counts.name}`)).toEqual([
    'node x',
    'block block2',
    'node y',
    'node loss',
  ]);
  const [, block] = rows;
  if (block?.kind !== 'block') throw new Error('no block');
  // 4·8 + 8·3 steps; 8 + 8 + 3 outputs of 4 bytes.
  expect(block.counts).toMatchObject({
    operator: 'Block 2',
    parameters: 67n,
    trainable: 67n,
    multiplyAdds: 56n,
    outputBytes: 76n,
  });
  expect(block.counts.outputs).toEqual(new Map([['output', ['N', 3]]]));
  expect(block.rows.map(({ kind, counts }) => `${kind} ${counts.node} ${counts.parameters}`)).toEqual([
    'block block2/block1 40',
    'node block2/fc2 27',
  ]);
  expect(blocksAmong(rows).map(({ node }) => node)).toEqual(['block2', 'block2/block1']);
});
