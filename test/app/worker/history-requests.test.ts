import { describe, expect, test } from 'vitest';
import type { LookAt } from '../../../engine/train/session.ts';
import { lastSnapshot, loaded } from './host-bench.ts';

const rows: LookAt = { kind: 'rows', part: 'train', rows: [0, 1, 2], mode: 'train' };

describe('histories', () => {
  test('are told between slices of training, which comes to the same numbers as without', () => {
    const plain = loaded();
    const asked = loaded();
    for (const made of [plain, asked]) made.tell({ kind: 'run', run: 1 });
    const subject = { kind: 'output', key: 'parameterGradient fc1 weight', at: rows } as const;
    asked.runSlice();
    asked.tell({ kind: 'history', run: 1, request: 7, subject });
    asked.tell({ kind: 'history', run: 1, request: 8, subject: { kind: 'parameter', key: 'fc1/bias' } });
    asked.tell({ kind: 'path', run: 1, request: 9, key: 'fc1/bias', element: undefined });
    for (const made of [plain, asked]) made.runAll();
    const told = asked.sent.flatMap((message) => (message.kind === 'history' ? [message] : []));
    expect(told.map(({ request }) => request)).toEqual([7, 8]);
    for (const { history } of told) {
      expect(history.moments.length).toBeGreaterThan(2);
      expect(history.former).toBeUndefined();
    }
    expect(asked.sent.find(({ kind }) => kind === 'path')).toMatchObject({ request: 9, path: { size: 8 } });
    const parameters = [plain, asked].map((made) => {
      made.tell({ kind: 'parameters', run: 1, request: 10 });
      return made.sent.find(({ kind }) => kind === 'parameters');
    });
    expect(parameters[1]).toEqual(parameters[0]);
    expect(lastSnapshot(asked).progress).toMatchObject({ done: true, step: 180 });
  });

  test('tell of the run that was left beside the one that branched off', () => {
    const made = loaded();
    made.tell({ kind: 'run', run: 1 });
    made.runAll();
    made.tell({ kind: 'travel', run: 1, step: 90 });
    made.runAll();
    made.tell({ kind: 'branch', run: 1 });
    made.tell({ kind: 'learning-rate', run: 1, value: 1 });
    for (let index = 0; index < 10; index += 1) made.tell({ kind: 'step', run: 1 });
    made.tell({ kind: 'history', run: 1, request: 7, subject: { kind: 'parameter', key: 'fc1/bias' } });
    made.tell({ kind: 'path', run: 1, request: 8, key: 'fc1/bias', element: undefined });
    made.runAll();
    const [told] = made.sent.flatMap((message) => (message.kind === 'history' ? [message.history] : []));
    expect([told?.moments.at(-1)?.step, told?.former?.at(-1)?.step]).toEqual([100, 180]);
    const until = (step: number) =>
      [told?.moments, told?.former].map((run) => run?.filter((at) => at.step < step));
    expect(until(90)[1]).toEqual(until(90)[0]);
    expect(until(101)[1]).not.toEqual(until(101)[0]);
    const [path] = made.sent.flatMap((message) => (message.kind === 'path' ? [message.path] : []));
    expect([path?.steps.at(-1), path?.former?.steps.at(-1)]).toEqual([100, 180]);
  });
});
