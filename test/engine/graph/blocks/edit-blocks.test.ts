import { describe, expect, test } from 'vitest';
import { checkedLevel } from '../../../../engine/graph/blocks/checked-level.ts';
import {
  addPort,
  makeIndependent,
  removeBlock,
  removePort,
  renameBlock,
  renamePort,
} from '../../../../engine/graph/blocks/edit-blocks.ts';
import { groupNodes } from '../../../../engine/graph/blocks/group-nodes.ts';
import { unpackBlock } from '../../../../engine/graph/blocks/unpack-block.ts';
import { buildProgram } from '../../../../engine/graph/build-program.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import { removeNodes, setWeights } from '../../../../engine/graph/edit/edit.ts';
import { copyNodes, pasteFragment } from '../../../../engine/graph/edit/fragment.ts';
import { shareParameters, sharingChoices } from '../../../../engine/graph/sharing.ts';
import { draw, irisGraph } from '../drawing.ts';

function unpacked(document: GraphDocument, path: readonly string[], id: string) {
  const result = unpackBlock(document, path, id);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

function iris(): GraphDocument {
  const grouped = groupNodes(irisGraph(), [], ['fc1', 'act1']);
  if (!grouped.ok) throw new Error(grouped.reason);
  return grouped.document;
}

describe('blocks', () => {
  test('are renamed; an empty name is none', () => {
    expect(renameBlock(iris(), 'block1', ' Encoder ').blocks?.[0]?.name).toBe('Encoder');
    const same = iris();
    expect(renameBlock(same, 'block1', ' ')).toBe(same);
  });

  test('get ports, which the uses get too', () => {
    const more = addPort(addPort(iris(), 'block1', 'input'), 'block1', 'output');
    expect(more.blocks?.[0]?.inputs).toEqual([{ name: 'input' }, { name: 'input2' }]);
    expect(more.blocks?.[0]?.outputs).toEqual([{ name: 'output' }, { name: 'output2' }]);
    // Nothing reads them yet, inside or outside.
    expect(checkGraph(more).trainable).toBe(true);
  });

  test('a port is renamed at both sides of its wires, at each use', () => {
    const renamed = renamePort(iris(), 'block1', 'input', 'input', 'features');
    expect(renamed.edges[0]?.to).toEqual(['block1', 'features']);
    expect(renamed.blocks?.[0]?.edges[0]?.from).toEqual([':in', 'features']);
    expect(checkGraph(renamed).trainable).toBe(true);
    const out = renamePort(renamed, 'block1', 'output', 'output', 'hidden layer');
    expect(out.edges[1]?.from).toEqual(['block1', 'hidden_layer']);
    expect(checkGraph(out).diagnostics).toEqual([]);
    const twice = addPort(iris(), 'block1', 'input');
    expect(renamePort(twice, 'block1', 'input', 'input2', 'input')).toBe(twice);
  });

  test('a port goes with its wires, inside and at each use', () => {
    const without = removePort(iris(), 'block1', 'output', 'output');
    expect(without.edges.some(({ from }) => from[0] === 'block1')).toBe(false);
    expect(without.blocks?.[0]?.edges.some(({ to }) => to[0] === ':out')).toBe(false);
    expect(without.edges.some(({ to }) => to[0] === 'block1')).toBe(true);
  });

  test('a use made independent no longer follows the others', () => {
    const two = pasteFragment(iris(), copyNodes(iris(), ['block1'])).document;
    const own = makeIndependent(two, [], 'block2');
    expect(own.nodes.find(({ id }) => id === 'block2')?.operator).toBe('block:block2');
    expect(own.blocks?.map(({ id }) => id)).toEqual(['block1', 'block2']);
    expect(own.blocks?.[1]?.nodes).toEqual(own.blocks?.[0]?.nodes);
  });

  test('stay in the palette until nothing uses them and they are taken out', () => {
    const used = iris();
    expect(removeBlock(used, 'block1')).toBe(used);
    const unused = removeNodes(used, ['block1']);
    expect(unused.blocks).toHaveLength(1);
    expect('blocks' in removeBlock(unused, 'block1')).toBe(false);
  });

  test('unpacking one of two uses keeps the block, and clashing ids give way', () => {
    const two = pasteFragment(iris(), copyNodes(iris(), ['block1'])).document;
    const first = unpacked(two, [], 'block1');
    expect(first.ids).toEqual(['fc1', 'act1']);
    expect(first.document.blocks).toHaveLength(1);
    const second = unpacked(first.document, [], 'block2');
    expect(second.ids).toEqual(['fc3', 'act2']);
    expect('blocks' in second.document).toBe(false);
    expect(checkGraph(second.document).diagnostics.some(({ severity }) => severity === 'error')).toBe(false);
  });
});

describe('copies of uses', () => {
  test('carry the blocks they need into another document', () => {
    const fragment = copyNodes(iris(), ['block1']);
    expect(fragment.blocks?.map(({ id }) => id)).toEqual(['block1']);
    const other = draw('x:Input{shape:[4]}');
    const pasted = pasteFragment(other, fragment);
    expect(pasted.ids).toEqual(['block1']);
    expect(pasted.document.blocks).toEqual(iris().blocks);
    const again = pasteFragment(pasted.document, fragment);
    expect(again.ids).toEqual(['block2']);
    expect(again.document.blocks).toHaveLength(1);
  });

  test('a block of the same id that is another one gets an id of its own, its uses within others too', () => {
    const nested = groupNodes(iris(), [], ['block1', 'fc2']);
    if (!nested.ok) throw new Error(nested.reason);
    const fragment = copyNodes(nested.document, [nested.id]);
    expect(fragment.blocks?.map(({ id }) => id)).toEqual(['block1', 'block2']);
    const other = groupNodes(irisGraph(), [], ['fc2']);
    if (!other.ok) throw new Error(other.reason);
    const pasted = pasteFragment(other.document, fragment);
    const blocks = pasted.document.blocks ?? [];
    expect(blocks.map(({ id }) => id)).toEqual(['block1', 'block3', 'block2']);
    expect(blocks[2]?.nodes[0]?.operator).toBe('block:block3');
    expect(checkGraph(pasted.document).diagnostics.filter(({ severity }) => severity === 'error')).toEqual(
      [],
    );
  });
});

describe('uses that share their parameters', () => {
  /** Two uses of a block 4 → 4, one after the other. */
  function chain(): GraphDocument {
    const drawn = draw(
      'x:Input{shape:[4]} -> fc1:Linear{out_features:4} -> act1:ReLU -> loss:MSELoss; y:Input{shape:[4]} -> loss.target',
    );
    const grouped = groupNodes(drawn, [], ['fc1', 'act1']);
    if (!grouped.ok) throw new Error(grouped.reason);
    const { document } = pasteFragment(grouped.document, copyNodes(grouped.document, ['block1']));
    return {
      ...document,
      edges: document.edges
        .map((edge): GraphDocument['edges'][number] =>
          edge.from[0] === 'block1' ? { from: ['block2', 'output'], to: edge.to } : edge,
        )
        .concat({ from: ['block1', 'output'], to: ['block2', 'input'] }),
    };
  }
  const shared = shareParameters(
    setWeights(chain(), 'block2/fc1/bias', [4], [1, 2, 3, 4]),
    'block2',
    'block1',
  );

  test('count once, node by node, and their own stored weights go', () => {
    const checked = checkGraph(shared);
    expect(checked.diagnostics).toEqual([]);
    expect(checkGraph(chain()).parameterCount.total).toBe(40n);
    expect(checked.parameterCount.total).toBe(20n);
    expect(checked.nodes.get('block2/fc1')?.shares.get('weight')).toBe('block1/fc1/weight');
    expect(shared.weights).toBeUndefined();
    expect(checkedLevel(checked, shared).nodes.get('block2')?.parameterCount).toBe(0n);
  });

  test('sum their gradients in one place', () => {
    const { outputs } = buildProgram(checkGraph(shared));
    expect(outputs.has('parameterGradient block1/fc1 weight')).toBe(true);
    expect(outputs.has('parameterGradient block2/fc1 weight')).toBe(false);
  });

  test('are offered to each other, and only where their parameters fit', () => {
    const known = checkedLevel(checkGraph(chain()), chain());
    expect(sharingChoices(known, 'block2')).toEqual([{ node: 'block1', pairs: undefined }]);
    expect(sharingChoices(known, 'block1')).toEqual([{ node: 'block2', pairs: undefined }]);
    const iris2 = pasteFragment(iris(), copyNodes(iris(), ['block1'])).document;
    const fed: GraphDocument = {
      ...iris2,
      edges: [...iris2.edges, { from: ['block1', 'output'], to: ['block2', 'input'] }],
    };
    expect(sharingChoices(checkedLevel(checkGraph(fed), fed), 'block2')).toEqual([]);
  });

  test('stay whole until they stop sharing', () => {
    expect(unpackBlock(shared, [], 'block1')).toEqual({
      ok: false,
      reason: 'block2 uses the parameters of block1: give block2 weights of its own first.',
    });
    expect(unpackBlock(shared, [], 'block2')).toMatchObject({ ok: false });
    expect(groupNodes(shared, [], ['block2'])).toMatchObject({
      ok: false,
      reason: expect.stringContaining('block2 uses the parameters of block1'),
    });
  });

  test('pass the parameters on when their owner goes, with the stored weights', () => {
    const stored = setWeights(shared, 'block1/fc1/bias', [4], [4, 3, 2, 1]);
    const left = removeNodes(stored, ['block1']);
    expect(left.nodes.find(({ id }) => id === 'block2')?.shares).toBeUndefined();
    expect(Object.keys(left.weights ?? {})).toEqual(['block2/fc1/bias']);
    const own = makeIndependent(stored, [], 'block1');
    expect(own.nodes.map(({ shares }) => shares).filter(Boolean)).toEqual([]);
    expect(Object.keys(own.weights ?? {}).sort()).toEqual(['block1/fc1/bias', 'block2/fc1/bias']);
  });

  test('share within blocks within blocks', () => {
    const outer = groupNodes(shared, [], ['block1', 'block2']);
    if (!outer.ok) throw new Error(outer.reason);
    const checked = checkGraph(outer.document);
    expect(checked.diagnostics).toEqual([]);
    expect(checked.parameterCount.total).toBe(20n);
    const back = unpacked(outer.document, [], outer.id);
    const byId = (nodes: GraphDocument['nodes']) => nodes.toSorted((a, b) => a.id.localeCompare(b.id));
    expect(byId(back.document.nodes)).toEqual(byId(shared.nodes));
  });
});
