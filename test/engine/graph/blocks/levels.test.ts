import { describe, expect, test } from 'vitest';
import { makeIndependent } from '../../../../engine/graph/blocks/edit-blocks.ts';
import { groupNodes } from '../../../../engine/graph/blocks/group-nodes.ts';
import { existingPath, levelOf, withLevel } from '../../../../engine/graph/blocks/levels.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../../engine/graph/document.ts';
import {
  addNode,
  moveNodes,
  removeNodes,
  renameNode,
  setAttribute,
  setFrozen,
  setInitialiser,
  setWeights,
} from '../../../../engine/graph/edit/edit.ts';
import { copyNodes, pasteFragment } from '../../../../engine/graph/edit/fragment.ts';
import { removeAndHeal } from '../../../../engine/graph/edit/rewire.ts';
import { setOwnRate } from '../../../../engine/graph/own-rates.ts';
import { shareParameters, stopSharing } from '../../../../engine/graph/sharing.ts';
import { decodeTensor } from '../../../../engine/graph/weights.ts';
import { startingPoint } from '../../../../engine/train/starting-weights.ts';
import { draw, irisGraph } from '../drawing.ts';

/** Iris with fc1 and act1 in a block, used a second time as `block2`, not wired yet. */
function iris(): GraphDocument {
  const grouped = groupNodes(irisGraph(), [], ['fc1', 'act1']);
  if (!grouped.ok) throw new Error(grouped.reason);
  return pasteFragment(grouped.document, copyNodes(grouped.document, ['block1'])).document;
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
    expect(pasteFragment(level, copyNodes(level, ['block1/:in'])).ids).toEqual([]);
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

describe('an edit inside keeps what is stored for every use', () => {
  /** Uses p and q, and r around a third one, of a block with a, b and c; b shares a's parameters, c its weight. */
  function thrice(): GraphDocument {
    const drawn = draw(
      'x:Input{shape:[2]} -> a:Linear{out_features:2} -> b:Linear{out_features:2} -> c:Linear{out_features:2}',
    );
    const shared = shareParameters(shareParameters(drawn, 'b', 'a'), 'c', 'a', { weight: 'weight' });
    const grouped = groupNodes(shared, [], ['a', 'b', 'c']);
    if (!grouped.ok) throw new Error(grouped.reason);
    const once = pasteFragment(grouped.document, copyNodes(grouped.document, ['block1'])).document;
    const copied = pasteFragment(once, copyNodes(once, ['block1'])).document;
    const outer = groupNodes(copied, [], ['block3']);
    if (!outer.ok) throw new Error(outer.reason);
    const wired: GraphDocument = {
      ...outer.document,
      edges: [
        ...outer.document.edges,
        { from: ['x', 'output'], to: ['block2', 'input'] },
        { from: ['x', 'output'], to: [outer.id, 'input'] },
      ],
    };
    return uses.reduce(
      (document, use, at) =>
        setOwnRate(
          setWeights(
            setWeights(document, `${use}/a/weight`, [2, 2], [at, at, at, at]),
            `${use}/a/bias`,
            [2],
            [at, at],
          ),
          [`${use}/a/bias`],
          at,
        ),
      wired,
    );
  }
  const uses = ['block1', 'block2', 'block4/block3'];
  const firstNumbers = (document: GraphDocument): Readonly<Record<string, number>> =>
    Object.fromEntries(
      Object.entries(document.weights ?? {})
        .map(([key, tensor]) => [key, decodeTensor(tensor)[0] ?? Number.NaN] as const)
        .sort(([left], [right]) => left.localeCompare(right)),
    );
  /** What stands under these keys within each use, of its own numbers. */
  const inEach = (...keys: readonly string[]) =>
    Object.fromEntries(uses.flatMap((use, at) => keys.map((key) => [`${use}/${key}`, at])));

  test.each([
    ['block1', 'the first use'],
    ['block2', 'another use'],
    ['block4/block3', 'a use within another block'],
  ])('from %s, %s', (use) => {
    const path = use.split('/');
    const document = thrice();
    const changed = (change: (level: GraphDocument) => GraphDocument): GraphDocument =>
      withLevel(document, path, change(levelOf(document, path)));
    expect(checkGraph(document).diagnostics.filter(({ kind }) => kind === 'bad-weights')).toEqual([]);
    expect(firstNumbers(document)).toEqual(inEach('a/weight', 'a/bias'));

    const apart = changed((level) => stopSharing(level, `${use}/b`));
    expect(firstNumbers(apart)).toEqual(inEach('a/weight', 'a/bias', 'b/weight', 'b/bias'));
    expect(apart.training.optimizer.learningRates).toEqual(inEach('a/bias', 'b/bias'));
    const untied = changed((level) => stopSharing(level, `${use}/c`));
    expect(firstNumbers(untied)).toEqual(inEach('a/weight', 'a/bias', 'c/weight'));

    for (const remove of [removeNodes, removeAndHeal]) {
      const without = changed((level) => remove(level, [`${use}/a`]));
      expect(firstNumbers(without)).toEqual(inEach('b/weight', 'b/bias'));
      expect(without.training.optimizer.learningRates).toEqual(inEach('b/bias'));
    }
    const alone = changed((level) => removeNodes(level, [`${use}/a`, `${use}/b`]));
    expect(firstNumbers(alone)).toEqual(inEach('c/weight'));
    expect(alone.training.optimizer.learningRates).toBeUndefined();

    for (const kept of [
      changed((level) => renameNode(level, `${use}/a`, 'first')),
      changed((level) => setFrozen(level, `${use}/a`, true)),
      changed((level) => shareParameters(level, `${use}/c`, `${use}/a`)),
      // What b had for its own meanwhile goes again.
      withLevel(apart, path, shareParameters(levelOf(apart, path), `${use}/b`, `${use}/a`)),
    ]) {
      expect(firstNumbers(kept)).toEqual(inEach('a/weight', 'a/bias'));
      expect(kept.training.optimizer.learningRates).toEqual(inEach('a/bias'));
    }
  });

  test('and unpacking, grouping or giving a use a block of its own keeps it too', () => {
    const document = thrice();
    const inner = groupNodes(document, ['block2'], ['block2/a', 'block2/b', 'block2/c']);
    if (!inner.ok) throw new Error(inner.reason);
    const [within] = [...(inner.document.blocks ?? [])].at(-1)?.nodes ?? [];
    expect(within?.id).toBe('a');
    const nested = Object.keys(inner.document.weights ?? {});
    expect(nested).toHaveLength(6);
    expect(checkGraph(inner.document).diagnostics.filter(({ kind }) => kind === 'bad-weights')).toEqual([]);
    const own = makeIndependent(document, ['block4'], 'block4/block3');
    expect(firstNumbers(own)).toEqual(firstNumbers(document));
  });

  test('but a start chosen for a parameter stands in every use', () => {
    const document = thrice();
    const level = setInitialiser(levelOf(document, ['block2']), 'block2/a', 'bias', { kind: 'ones' });
    const started = withLevel(document, ['block2'], level);
    expect(firstNumbers(started)).toEqual(inEach('a/weight'));
    const { parameters } = startingPoint(checkGraph(started));
    for (const use of uses) expect(parameters.get(`${use}/a/bias`)?.data).toEqual(Float64Array.of(1, 1));
  });
});

test('uses that share whole start as the owner’s block says, and as the heir’s when the owner goes', () => {
  const path = ['block1'];
  const started = withLevel(
    iris(),
    path,
    setInitialiser(levelOf(iris(), path), 'block1/fc1', 'bias', { kind: 'ones' }),
  );
  const fed: GraphDocument = {
    ...started,
    edges: [...started.edges, { from: ['x', 'output'], to: ['block2', 'input'] }],
  };
  const shared = shareParameters(fed, 'block2', 'block1');
  const checked = checkGraph(shared);
  expect(checked.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(startingPoint(checked).parameters.get('block1/fc1/bias')?.data).toEqual(new Float64Array(8).fill(1));
  const heir = checkGraph(removeNodes(shared, ['block1']));
  expect(startingPoint(heir).parameters.get('block2/fc1/bias')?.data).toEqual(new Float64Array(8).fill(1));
});
