import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../engine/graph/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import {
  addNode,
  moveNodes,
  removeNodes,
  renameNode,
  setAttribute,
  setWeights,
} from '../../../engine/graph/edit.ts';
import { duplicateNodes } from '../../../engine/graph/fragment.ts';
import { groupNodes } from '../../../engine/graph/group-nodes.ts';
import { existingPath, levelOf, withLevel } from '../../../engine/graph/levels.ts';
import { irisGraph } from './drawing.ts';

/** Iris with fc1 and act1 in a block, used a second time as `block2`, not wired yet. */
function iris(): GraphDocument {
  const grouped = groupNodes(irisGraph(), [], ['fc1', 'act1']);
  if (!grouped.ok) throw new Error(grouped.reason);
  return duplicateNodes(grouped.document, ['block1']).document;
}
const inside = (document: GraphDocument, change: (level: GraphDocument) => GraphDocument): GraphDocument =>
  withLevel(document, ['block1'], change(levelOf(document, ['block1'])));

describe('a level', () => {
  test('shows the nodes of the block under the ids of the use, and cards for its ports', () => {
    const level = levelOf(iris(), ['block1']);
    expect(level.nodes.map(({ id }) => id)).toEqual([
      'block1/fc1',
      'block1/act1',
      'block1/:in',
      'block1/:out',
    ]);
    expect(level.edges[0]).toEqual({ from: ['block1/:in', 'input'], to: ['block1/fc1', 'input'] });
    expect(levelOf(iris(), [])).toEqual(iris());
  });

  test('put back unchanged gives the same document, its nodes the same objects', () => {
    const document = iris();
    const back = inside(document, (level) => ({ ...level }));
    expect(back).toEqual(document);
    expect(back.blocks?.[0]?.nodes[0]).toBe(document.blocks?.[0]?.nodes[0]);
    expect(levelOf(document, ['block1']).nodes[0]).toBe(levelOf(document, ['block1']).nodes[0]);
  });

  test('an edit inside changes the block and so all its uses', () => {
    const wider = inside(iris(), (level) => setAttribute(level, 'block1/fc1', 'out_features', 16));
    expect(wider.blocks?.[0]?.nodes[0]?.attributes['out_features']).toBe(16);
    // 4·16 + 16 and 16·3 + 3
    expect(checkGraph(wider).parameterCount.total).toBe(131n);
  });

  test('new nodes get ids that are free inside, with the prefix of the level', () => {
    const level = levelOf(iris(), ['block1']);
    const added = addNode(level, 'Linear', { x: 1, y: 2 });
    expect(added.ids).toEqual(['block1/fc2']);
    const back = withLevel(iris(), ['block1'], added.document);
    expect(back.blocks?.[0]?.nodes.map(({ id }) => id)).toEqual(['fc1', 'act1', 'fc2']);
  });

  test('names, places and the cards of the ports are kept in the block', () => {
    const changed = inside(iris(), (level) =>
      moveNodes(
        renameNode(level, 'block1/fc1', 'first'),
        new Map([
          ['block1/act1', { x: 500, y: 20 }],
          ['block1/:out', { x: 900, y: 7 }],
        ]),
      ),
    );
    const [block] = changed.blocks ?? [];
    expect(block?.nodes[0]?.name).toBe('first');
    expect(block?.nodes[1]?.position).toEqual({ x: 500, y: 20 });
    expect(block).toMatchObject({ outputsAt: { x: 900, y: 7 } });
    expect(block?.inputsAt).toBeUndefined();
  });

  test('the cards of the ports cannot be removed or doubled', () => {
    const level = levelOf(iris(), ['block1']);
    expect(removeNodes(level, ['block1/:in', 'block1/:out'])).toBe(level);
    expect(duplicateNodes(level, ['block1/:in']).ids).toEqual([]);
  });

  test('weights belong to the use; those that no longer fit go in every use', () => {
    const first = setWeights(iris(), 'block1/fc1/bias', [8], Array(8).fill(1));
    const both = setWeights(first, 'fc2/bias', [3], [1, 2, 3]);
    const again = setWeights(both, 'block2/fc1/bias', [8], Array(8).fill(2));
    const moved = inside(again, (level) => moveNodes(level, new Map([['block1/fc1', { x: 1, y: 1 }]])));
    expect(Object.keys(moved.weights ?? {})).toEqual(['block1/fc1/bias', 'fc2/bias', 'block2/fc1/bias']);
    const without = inside(again, (level) => removeNodes(level, ['block1/fc1']));
    expect(Object.keys(without.weights ?? {})).toEqual(['fc2/bias']);
    expect(Object.keys(removeNodes(again, ['block1']).weights ?? {})).toEqual([
      'fc2/bias',
      'block2/fc1/bias',
    ]);
  });

  test('a path is followed as far as it still leads somewhere', () => {
    const document = iris();
    expect(existingPath(document, ['block1'])).toEqual(['block1']);
    expect(existingPath(document, ['block1', 'fc1'])).toEqual(['block1']);
    expect(existingPath(removeNodes(document, ['block1']), ['block1'])).toEqual([]);
  });
});
