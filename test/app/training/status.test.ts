import { describe, expect, test } from 'vitest';
import {
  afterMessage,
  beforeTraining,
  branched,
  exchanged,
  loading,
  nextStart,
  noAdvice,
  type TrainingState,
} from '../../../app/training/status.ts';
import type { RunState, Snapshot, WorkerMessage } from '../../../app/worker/protocol.ts';
import { diagnostic } from '../../../engine/graph/check/diagnostic.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import type { EpochReport, Progress } from '../../../engine/train/session.ts';

const progress: Progress = { epoch: 0, epochs: 20, step: 0, stepsPerEpoch: 90, done: false };
const report = (epoch: number): EpochReport => ({
  epoch,
  averageLoss: 1,
  train: { loss: 1, accuracy: 0.5, samples: 90 },
  validation: undefined,
  test: undefined,
});
const ready = (run: number): WorkerMessage => ({
  kind: 'ready',
  run,
  progress,
  from: 'start',
  arithmeticNotice: undefined,
  memory: 21_504,
  partSizes: { train: 90, validation: 30, test: 30 },
  report: report(0),
  advice: noAdvice,
});
const snapshot = (run: number, state: RunState, more: Partial<Snapshot> = {}): WorkerMessage => ({
  kind: 'snapshot',
  run,
  snapshot: {
    state,
    progress,
    epochs: [],
    losses: { stride: 1, points: new Float64Array(0) },
    batchLoss: undefined,
    workers: 'one',
    epochTime: undefined,
    nodes: [],
    advice: noAdvice,
    timeline: { first: 0, now: 0, changes: [], past: undefined },
    found: undefined,
    ...more,
  },
});

const stateAfter = (...messages: readonly WorkerMessage[]): TrainingState =>
  messages.reduce(afterMessage, loading(beforeTraining, emptyDocument(), 'start'));

describe('what messages make of the training', () => {
  test('advice of one look stays the same object, and goes with a reset', () => {
    const found = () => [diagnostic('dead-units', { title: 'Dead', message: 'Found.' })];
    const measured = (step: number) =>
      snapshot(1, 'running', { advice: { step, inRun: found(), inData: [] } });
    const first = stateAfter(ready(1), measured(10));
    expect(first.advice.inRun).toHaveLength(1);
    expect(afterMessage(first, measured(10)).advice).toBe(first.advice);
    expect(afterMessage(first, measured(20)).advice.step).toBe(20);
    expect(afterMessage(first, ready(1)).advice).toEqual(noAdvice);
  });

  test('a load begins a new run of which nothing is known', () => {
    const trained = stateAfter(ready(1), snapshot(1, 'done', { epochs: [report(1)] }));
    const again = loading({ ...trained, stale: true }, emptyDocument('Next'), 'start');
    expect(again).toMatchObject({ run: 2, status: 'idle', ready: false, stale: false, epochs: [] });
    expect(again.loaded?.name).toBe('Next');
  });

  test('one that goes on from the run before keeps what that came to, also where it is refused', () => {
    const trained = stateAfter(ready(1), snapshot(1, 'paused', { epochs: [report(1)] }));
    expect(nextStart(trained)).toBe('former run');
    const again = loading({ ...trained, stale: true }, emptyDocument('Next'), nextStart(trained));
    expect(again).toMatchObject({ run: 2, status: 'paused', ready: false, stale: false });
    const refused = afterMessage(again, { kind: 'refused', run: 2, message: 'No.' });
    expect(refused).toMatchObject({ status: 'paused', message: 'No.' });
    expect(nextStart(refused)).toBe('former run');
    const goesOn = {
      ...(ready(2) as Extract<WorkerMessage, { kind: 'ready' }>),
      from: 'former run' as const,
    };
    const going = afterMessage(again, goesOn);
    expect(going).toMatchObject({ status: 'paused', ready: true });
    expect(going.epochs.map(({ epoch }) => epoch)).toEqual([0, 1]);
    expect(nextStart(stateAfter(ready(1), snapshot(1, 'done')))).toBe('start');
  });

  test('ready gives epoch 0 and the sizes of the parts', () => {
    expect(stateAfter(ready(1))).toMatchObject({
      ready: true,
      status: 'idle',
      epochs: [{ epoch: 0 }],
      partSizes: { train: 90 },
    });
  });

  test('a result of an older run never overwrites a newer one', () => {
    const state = stateAfter(ready(1));
    const newer = loading(state, emptyDocument(), 'start');
    for (const message of [ready(1), snapshot(1, 'done', { epochs: [report(9)] })]) {
      expect(afterMessage(newer, message)).toBe(newer);
    }
    const failed = afterMessage(newer, { kind: 'failed', run: 1, message: 'old' });
    expect(failed).toBe(newer);
  });

  test.each([
    ['ready', 'idle'],
    ['running', 'running'],
    ['paused', 'paused'],
    ['done', 'done'],
  ] as const)('a session that is %s shows as %s', (state, status) => {
    expect(stateAfter(ready(1), snapshot(1, state)).status).toBe(status);
  });

  test('reports of epochs add up', () => {
    const state = stateAfter(
      ready(1),
      snapshot(1, 'running', { epochs: [report(1), report(2)] }),
      snapshot(1, 'running'),
      snapshot(1, 'done', { epochs: [report(3)] }),
    );
    expect(state.epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
  });

  test('a refusal says why and where', () => {
    const state = stateAfter({ kind: 'refused', run: 1, message: 'x has 2 features.', node: 'x' });
    expect(state).toMatchObject({ status: 'idle', ready: false, message: 'x has 2 features.', node: 'x' });
  });

  test('a crash keeps what was learned so far, and the next load forgets the message', () => {
    const state = stateAfter(ready(1), snapshot(1, 'running', { epochs: [report(1)] }), {
      kind: 'failed',
      run: 1,
      message: 'out of memory',
    });
    expect(state).toMatchObject({ status: 'failed', ready: false, message: 'out of memory' });
    expect(state.epochs).toHaveLength(2);
    expect(loading(state, emptyDocument(), 'start')).toMatchObject({ status: 'idle', message: undefined });
  });
});

describe('a branch', () => {
  const timeline = { first: 0, now: 270, changes: [], past: report(1) };
  const at = (step: number) => ({ ...progress, step, epoch: Math.floor(step / 90) });
  const past = stateAfter(
    ready(1),
    snapshot(1, 'done', { epochs: [report(1), report(2), report(3)], progress: at(270) }),
    snapshot(1, 'done', { progress: at(137), timeline }),
  );

  test('ends the curves where one stands and keeps those of before, to be exchanged for them', () => {
    const on = branched(past);
    expect(on.status).toBe('paused');
    expect(on.epochs.map(({ epoch }) => epoch)).toEqual([0, 1]);
    expect(on.former).toMatchObject({ now: 270, branchedAt: 137, isKept: true });
    expect(on.former?.epochs).toHaveLength(4);
    const back = exchanged(on);
    expect(back.epochs).toHaveLength(4);
    expect(back.former).toMatchObject({ now: 137, isKept: true });
    expect(exchanged(back).epochs).toEqual(on.epochs);
  });

  test('is none where one does not look at the past, and no run is left to take up then', () => {
    const now = stateAfter(ready(1), snapshot(1, 'paused'));
    expect(branched(now)).toBe(now);
    expect(exchanged(now)).toBe(now);
  });

  test('stays to be seen when a changed graph goes on, and goes with a new start', () => {
    const goOn = afterMessage(branched(past), { ...ready(1), from: 'former run' } as WorkerMessage);
    expect(goOn.former).toMatchObject({ isKept: false });
    expect(afterMessage(branched(past), ready(1)).former).toBeUndefined();
  });
});
