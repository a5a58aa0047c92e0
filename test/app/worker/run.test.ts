import { expect, test } from 'vitest';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { bench, few, lastSnapshot, loaded } from './host-bench.ts';

const withBreakpoint: GraphDocument = {
  ...few,
  training: { ...few.training, breakpoints: [{ kind: 'epochs', value: 1 }] },
};

test('a breakpoint pauses the run and says why, until it goes on', () => {
  const made = bench();
  made.tell({ kind: 'load', run: 1, document: withBreakpoint, from: 'start' });
  made.tell({ kind: 'run', run: 1 });
  made.runAll();
  const paused = lastSnapshot(made);
  expect(paused).toMatchObject({
    state: 'paused',
    progress: { step: 90 },
    found: { message: 'Epoch 1 is done' },
  });
  expect(paused.losses.points.length / 2).toBe(90);
  expect(paused.epochs.map(({ epoch }) => epoch)).toEqual([1]);
  made.tell({ kind: 'run', run: 1 });
  made.runSlice();
  expect(lastSnapshot(made).found).toBeUndefined();
});

test('breakpoints may change while a run goes on, and say nothing of its results', () => {
  const made = bench();
  made.tell({ kind: 'load', run: 1, document: withBreakpoint, from: 'start' });
  made.tell({ kind: 'breakpoints', run: 1, breakpoints: [] });
  made.tell({ kind: 'run', run: 1 });
  made.runAll();
  expect(lastSnapshot(made)).toMatchObject({ state: 'done', found: undefined });
});

test('a pause is said at once, unasked and without pictures', () => {
  const made = loaded();
  made.tell({ kind: 'watch', run: 1, nodes: ['fc1'], at: { kind: 'next-batch' } });
  made.tell({ kind: 'run', run: 1 });
  made.runSlice();
  lastSnapshot(made);
  made.runSlice();
  const known = made.snapshots().length;
  made.tell({ kind: 'pause', run: 1 });
  expect(made.snapshots().slice(known)).toMatchObject([{ state: 'paused', nodes: [] }]);
  expect(lastSnapshot(made)).toMatchObject({ state: 'paused', nodes: [{ node: 'fc1' }] });
});
