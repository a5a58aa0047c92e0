import { describe, expect, test } from 'vitest';
import { readDocument, writeDocument } from '../../../../engine/formats/json.ts';
import { groupNodes } from '../../../../engine/graph/blocks/group-nodes.ts';
import { levelOf, withLevel } from '../../../../engine/graph/blocks/levels.ts';
import {
  blockOfLoose,
  looseBlock,
  withLooseBlock,
  withLooseWeights,
} from '../../../../engine/graph/blocks/loose-block.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { emptyDocument, type GraphDocument } from '../../../../engine/graph/document.ts';
import { addNode, setAttribute } from '../../../../engine/graph/edit/edit.ts';
import { encodeTensor } from '../../../../engine/graph/weights.ts';
import { templateDocument } from '../template-document.ts';

function grouped(document: GraphDocument, ids: readonly string[]): GraphDocument {
  const result = groupNodes(document, [], ids);
  if (!result.ok) throw new Error(result.reason);
  return result.document;
}

/** Iris with block1 = fc1, act1 and block2 = block1, fc2. */
const nested = grouped(grouped(templateDocument('iris'), ['fc1', 'act1']), ['block1', 'fc2']);
const loose = looseBlock(nested, 'block2') ?? emptyDocument();

describe('a block apart from its graph', () => {
  test('takes the blocks it uses with it, and is a document that can be written and read', () => {
    expect(loose.blocks?.map(({ id }) => id)).toEqual(['block1', 'block2']);
    expect(blockOfLoose(loose)?.id).toBe('block2');
    expect(readDocument(writeDocument(loose))).toMatchObject({ ok: true, document: loose });
    expect(looseBlock(nested, 'block1')?.blocks?.map(({ id }) => id)).toEqual(['block1']);
    expect(looseBlock(nested, 'no such')).toBeUndefined();
    expect(blockOfLoose(emptyDocument())).toBeUndefined();
  });

  test('computes in a graph that had no blocks what it did where it was drawn', () => {
    const { blocks: _, ...bare } = nested;
    const put = withLooseBlock(bare, loose);
    expect(put?.operator).toBe('block:block2');
    expect(checkGraph(put?.document ?? bare).parameterCount.total).toBe(67n);
    expect(checkGraph(put?.document ?? bare).diagnostics).toEqual(checkGraph(nested).diagnostics);
  });

  test('is not doubled where it is already', () => {
    expect(withLooseBlock(nested, loose)?.document).toBe(nested);
  });

  test('gets another id where the same id is another block, also of one that it uses', () => {
    const level = levelOf(nested, ['block2', 'block1']);
    const wider = withLevel(
      nested,
      ['block2', 'block1'],
      setAttribute(level, 'block2/block1/fc1', 'out_features', 5),
    );
    const put = withLooseBlock(wider, loose);
    // block2 has the same nodes in both, and yet computes something else: what it uses differs.
    expect(put?.operator).toBe('block:block4');
    expect(put?.document.blocks?.map(({ id }) => id)).toEqual(['block1', 'block2', 'block3', 'block4']);
    expect(put?.document.blocks?.at(-1)?.nodes[0]?.operator).toBe('block:block3');
    expect(put?.document.blocks?.slice(0, 2)).toEqual(wider.blocks);
  });

  test('keeps the weights of one use of it where that is wanted, and a use elsewhere starts with them', () => {
    const weight = encodeTensor([8, 4], new Float32Array(32).fill(0.5));
    const bias = encodeTensor([3], [1, 2, 3]);
    const weights = { 'block2/block1/fc1/weight': weight, 'block2/fc2/bias': bias, 'other/weight': bias };
    const withWeights = looseBlock(nested, 'block2', { use: 'block2', weights }) ?? emptyDocument();
    expect(withWeights.weights).toEqual({ 'block1/block1/fc1/weight': weight, 'block1/fc2/bias': bias });
    expect(readDocument(writeDocument(withWeights))).toMatchObject({ ok: true, document: withWeights });
    const put = withLooseBlock(nested, withWeights);
    const { document, ids } = addNode(put?.document ?? nested, put?.operator ?? '', { x: 0, y: 0 });
    const [use = ''] = ids;
    const started = withLooseWeights(document, use, withWeights);
    expect(started.weights).toEqual({ [`${use}/block1/fc1/weight`]: weight, [`${use}/fc2/bias`]: bias });
    expect(withLooseWeights(document, use, loose)).toBe(document);
    // Without weights of that use there are none to keep.
    expect(looseBlock(nested, 'block1', { use: 'block9', weights })).toEqual(looseBlock(nested, 'block1'));
  });
});
