import { describe, expect, test } from 'vitest';
import type { PageMessage } from '../../../app/worker/protocol.ts';
import type { LookAt } from '../../../engine/train/session.ts';
import { type bench, lastSnapshot, loaded } from './host-bench.ts';

const rows: LookAt = { kind: 'rows', part: 'train', rows: [0, 1, 2], mode: 'train' };

describe('proving', () => {
  const prove = (request: number, node = 'fc1'): PageMessage => ({
    kind: 'prove',
    run: 1,
    request,
    node,
    at: rows,
  });
  const proofsOf = ({ sent }: ReturnType<typeof bench>) =>
    sent.flatMap((message) => (message.kind === 'proof' ? [message] : []));

  test('a node is proved in slices, with its progress, while training goes on', () => {
    const made = loaded();
    made.tell({ kind: 'run', run: 1 });
    made.tell(prove(7));
    made.runAll();
    const [answer] = proofsOf(made);
    expect(answer).toMatchObject({ request: 7, proof: { node: 'fc1', holds: true, mode: 'train' } });
    expect(answer?.proof?.rows.length).toBe(5);
    expect(lastSnapshot(made).state).toBe('done');
  });

  test('one that is stopped or of a node that is not there ends without a proof', () => {
    const made = loaded();
    made.tell(prove(1));
    made.tell({ kind: 'stop-proof', run: 1, request: 1 });
    made.runAll();
    expect(proofsOf(made)).toEqual([]);
    made.tell(prove(2, 'nowhere'));
    expect(proofsOf(made)).toEqual([{ kind: 'proof', run: 1, request: 2, proof: undefined }]);
  });

  test('the PyTorch test has the numbers of the samples looked at', () => {
    const made = loaded();
    made.tell({ kind: 'pytorch-test', run: 1, request: 3, at: rows });
    const [answer] = made.sent.flatMap((message) => (message.kind === 'pytorch-test' ? [message] : []));
    expect(answer?.text).toContain('give("x", "output", tensor([3, 4]');
  });
});
