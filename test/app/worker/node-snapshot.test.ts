import { describe, expect, test } from 'vitest';
import { groupNodes } from '../../../engine/graph/blocks/group-nodes.ts';
import type { LookAt } from '../../../engine/train/session.ts';
import { few, lastSnapshot, loaded } from './host-bench.ts';

const rows: LookAt = { kind: 'rows', part: 'train', rows: [0, 1, 2], mode: 'train' };

/** Iris with some nodes in a block, used once as block1. */
function groupedIris(ids: readonly string[]) {
  const grouped = groupNodes(few, [], ids);
  if (!grouped.ok) throw new Error(grouped.reason);
  return grouped.document;
}

describe('what is watched', () => {
  test('nothing is sent that nobody watches', () => {
    const made = loaded();
    made.tell({ kind: 'step', run: 1 });
    expect(lastSnapshot(made).nodes).toEqual([]);
  });

  test('a watched node has a picture, its ports and its gradient norm; unknown nodes are left out', () => {
    const made = loaded();
    made.tell({ kind: 'watch', run: 1, nodes: ['fc1', 'nobody', 'y', 'loss'], at: rows });
    const { nodes } = lastSnapshot(made);
    expect(nodes.map(({ node }) => node)).toEqual(['fc1', 'y', 'loss']);
    const [fc1, target, loss] = nodes;
    expect(fc1?.picture).toMatchObject({ rows: 3, columns: 8 });
    expect(fc1?.ports['output']?.shape).toEqual([3, 8]);
    expect(fc1?.gradientNorm).toBeCloseTo(
      Math.hypot(fc1?.parameterNorms['weight'] ?? 0, fc1?.parameterNorms['bias'] ?? 0),
      12,
    );
    expect(target?.picture).toMatchObject({ rows: 3, columns: 3, signed: false, bound: 1 });
    expect(target?.gradientNorm).toBeUndefined();
    expect(loss?.scalar).toBeGreaterThan(0);
    expect(loss?.picture).toMatchObject({ rows: 3, columns: 3, signed: true });
  });

  test('a block shows the gradient of all parameters inside it, without any that of what it gives', () => {
    const grouped = (ids: readonly string[]) => {
      const made = loaded(groupedIris(ids));
      made.tell({
        kind: 'watch',
        run: 1,
        nodes: ['block1', 'block1/fc1', 'block1/fc2', 'block1/act1'],
        at: rows,
      });
      return new Map(lastSnapshot(made).nodes.map((node) => [node.node, node]));
    };
    const layers = grouped(['fc1', 'act1', 'fc2']);
    expect(layers.get('block1')?.gradientNorm).toBeCloseTo(
      Math.hypot(layers.get('block1/fc1')?.gradientNorm ?? 0, layers.get('block1/fc2')?.gradientNorm ?? 0),
      12,
    );
    const activation = grouped(['act1']);
    expect(activation.get('block1')?.gradientNorm).toBeGreaterThan(0);
    expect(activation.get('block1')?.gradientNorm).toBe(activation.get('block1/act1')?.gradientNorm);
    expect(activation.get('block1')?.parameterNorms).toEqual({});
  });

  test('while it runs nodes are looked at again only after 19 times as long, at once where others are watched or it stops', () => {
    const made = loaded({ ...few, training: { ...few.training, epochs: 1000 } });
    const watch = (nodes: readonly string[]) => made.tell({ kind: 'watch', run: 1, nodes, at: rows });
    const shown = () => {
      made.runSlice();
      return lastSnapshot(made).nodes.map(({ node }) => node);
    };
    watch(['fc1']);
    made.tell({ kind: 'run', run: 1 });
    // On this clock a look takes 5 ms and a slice some 20.
    expect(shown()).toEqual(['fc1']);
    expect([shown(), shown()]).toEqual([[], []]);
    watch(['fc2']);
    expect(shown()).toEqual(['fc2']);
    expect(shown()).toEqual([]);
    expect(Array.from({ length: 8 }, shown).flat()).toEqual(['fc2', 'fc2']);
    made.tell({ kind: 'pause', run: 1 });
    expect(lastSnapshot(made).nodes.map(({ node }) => node)).toEqual(['fc2']);
  });

  test('a snapshot comes only when one was asked for, and only when something changed', () => {
    const made = loaded();
    made.tell({ kind: 'step', run: 1 });
    expect(made.snapshots()).toHaveLength(0);
    made.tell({ kind: 'next-snapshot', run: 1 });
    made.tell({ kind: 'next-snapshot', run: 1 });
    expect(made.snapshots()).toHaveLength(1);
    made.tell({ kind: 'step', run: 1 });
    expect(made.snapshots()).toHaveLength(2);
  });

  test('rows that the part does not have are left out', () => {
    const made = loaded();
    const at: LookAt = { kind: 'rows', part: 'test', rows: [29, 30, 500], mode: 'evaluate' };
    made.tell({ kind: 'look', run: 1, request: 7, node: 'fc2', at });
    const answer = made.sent.at(-1);
    expect(answer).toMatchObject({ kind: 'look', request: 7, look: { node: 'fc2', rows: [29] } });
  });

  test('a look has values, gradients, parameters and their gradients', () => {
    const made = loaded();
    made.tell({ kind: 'look', run: 1, request: 1, node: 'fc1', at: rows });
    const answer = made.sent.at(-1);
    if (answer?.kind !== 'look' || answer.look === undefined) throw new Error('no look was sent');
    const { look } = answer;
    expect(look.values['output']?.shape).toEqual([3, 8]);
    expect(look.gradients['output']?.shape).toEqual([3, 8]);
    expect(look.parameters['weight']?.shape).toEqual([8, 4]);
    expect(look.parameterGradients['bias']?.shape).toEqual([8]);
  });
});

test('a search may ask for statistics of all nodes, of the samples looked at', () => {
  const made = loaded();
  made.tell({ kind: 'statistics', run: 1, request: 4, at: rows });
  const [answer] = made.sent.flatMap((message) => (message.kind === 'statistics' ? [message] : []));
  expect(Object.keys(answer?.statistics ?? {})).toEqual(
    ['x', 'fc1', 'act1', 'fc2', 'y', 'loss'].toSorted(() => 0),
  );
  // What a search finds by is what the cards show.
  made.tell({ kind: 'watch', run: 1, nodes: ['fc1', 'act1', 'loss'], at: rows });
  for (const { node, gradientNorm, ports } of lastSnapshot(made).nodes) {
    expect(answer?.statistics[node]?.['norm']).toBe(gradientNorm);
    const rms = ports['output']?.rms ?? Number.NaN;
    expect(answer?.statistics[node]?.['rms']).toBeCloseTo(rms, 12);
  }
});
