import { describe, expect, test } from 'vitest';
import type { LookAt } from '../../../engine/train/session.ts';
import { templateDocument } from '../../engine/graph/template-document.ts';
import { lastSnapshot, loaded } from '../worker/host-bench.ts';

const rows: LookAt = { kind: 'rows', part: 'train', rows: [0, 1, 2], mode: 'train' };

describe('predictions', () => {
  const moon = templateDocument('mlp-tanh');

  test('of a part name the rows of the data set', () => {
    const made = loaded();
    made.tell({ kind: 'predictions', run: 1, request: 7, part: 'test' });
    const answer = made.sent.at(-1);
    if (answer?.kind !== 'predictions' || answer.decisions?.kind !== 'classes') throw new Error('no answer');
    expect([answer.request, answer.indices.length, answer.decisions.truth.length]).toEqual([7, 30, 30]);
  });

  test('at points come in the order of the points', () => {
    const made = loaded(moon);
    const points = { shape: [2, 2], data: Float64Array.from([0, 1.2, 1, -0.8]) };
    made.tell({ kind: 'predict-at', run: 1, request: 8, points });
    const answer = made.sent.at(-1);
    if (answer?.kind !== 'predict-at' || answer.decisions?.kind !== 'classes') throw new Error('no answer');
    expect(answer.decisions.probabilities).toHaveLength(4);
    const turned = { shape: [2, 2], data: Float64Array.from([1, -0.8, 0, 1.2]) };
    made.tell({ kind: 'predict-at', run: 1, request: 9, points: turned });
    const other = made.sent.at(-1);
    if (other?.kind !== 'predict-at' || other.decisions?.kind !== 'classes') throw new Error('no answer');
    const [a, b, c, d] = answer.decisions.probabilities;
    expect([...other.decisions.probabilities]).toEqual([c, d, a, b]);
  });

  test('with data of two features a card shows how its units answer, the target its samples', () => {
    const made = loaded(moon);
    made.tell({ kind: 'watch', run: 1, nodes: ['act1', 'y', 'loss'], at: rows });
    const [act1, target] = lastSnapshot(made).nodes;
    expect(act1?.picture?.units).toBe(2);
    expect(target?.picture?.units).toBeUndefined();
    expect(target?.picture?.rows).toBe(3);
  });
});
