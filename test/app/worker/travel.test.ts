import { describe, expect, test } from 'vitest';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { bench } from './host-bench.ts';

type Bench = ReturnType<typeof bench>;

const document: GraphDocument = { ...iris.document, training: { ...iris.document.training, epochs: 3 } };

/** Each update is a call of its own, so that a slice computes but few; so many that checkpoints are eight steps apart. */
const slow: GraphDocument = {
  ...document,
  training: {
    ...document.training,
    epochs: 12,
    schedule: { name: 'ExponentialLR', settings: { gamma: 0.999 }, per: 'step' },
  },
};

function trained(document: GraphDocument): Bench {
  const made = bench();
  made.tell({ kind: 'load', run: 1, document, from: 'start' });
  made.tell({ kind: 'run', run: 1 });
  made.runAll();
  return made;
}

/** The weights as they are where the run stands. */
function weights(made: Bench): unknown {
  made.tell({ kind: 'parameters', run: 1, request: 1 });
  const last = made.sent.at(-1);
  return last?.kind === 'parameters' ? last.parameters : undefined;
}

function snapshot(made: Bench) {
  made.tell({ kind: 'next-snapshot', run: 1 });
  return made.snapshots().at(-1);
}

function travelTo(made: Bench, step: number) {
  made.tell({ kind: 'travel', run: 1, step });
  made.runAll();
  return snapshot(made);
}

function steppedTo(step: number, of = document): unknown {
  const made = bench();
  made.tell({ kind: 'load', run: 1, document: of, from: 'start' });
  for (let index = 0; index < step; index += 1) made.tell({ kind: 'step', run: 1 });
  return weights(made);
}

describe('the past of a run', () => {
  test('is stood at as it was, with how well the network did then, and left again', () => {
    const made = trained(document);
    const now = weights(made);
    const past = travelTo(made, 137);
    expect(past).toMatchObject({
      state: 'done',
      progress: { step: 137, epoch: 1 },
      timeline: { first: 0, now: 270, past: { epoch: 1, train: { samples: 90 } } },
    });
    expect(weights(made)).toEqual(steppedTo(137));
    expect(travelTo(made, 270)).toMatchObject({ progress: { step: 270 }, timeline: { past: undefined } });
    expect(weights(made)).toEqual(now);
  });

  test('is not trained on: that takes a branch, whose run the former one can be exchanged for', () => {
    const made = trained(document);
    const end = weights(made);
    travelTo(made, 100);
    made.tell({ kind: 'run', run: 1 });
    made.tell({ kind: 'step', run: 1 });
    made.runAll();
    expect(weights(made)).toEqual(steppedTo(100));
    made.tell({ kind: 'branch', run: 1 });
    expect(snapshot(made)).toMatchObject({ state: 'paused', timeline: { now: 100, past: undefined } });
    expect((snapshot(made)?.losses.points.length ?? 0) / 2).toBe(100);
    made.tell({ kind: 'step', run: 1 });
    const onBranch = weights(made);
    expect(onBranch).toEqual(steppedTo(101));
    made.tell({ kind: 'take-up-former', run: 1 });
    expect(weights(made)).toEqual(end);
    expect(snapshot(made)).toMatchObject({ state: 'done', progress: { step: 270 }, timeline: { now: 270 } });
    made.tell({ kind: 'take-up-former', run: 1 });
    expect(weights(made)).toEqual(onBranch);
  });

  test('on a long way says how far it is, and another aim takes the place of the first', () => {
    const made = trained(slow);
    made.tell({ kind: 'travel', run: 1, step: 175 });
    made.runSlice();
    made.tell({ kind: 'travel', run: 1, step: 60 });
    made.runAll();
    const ways = made.sent.filter(({ kind }) => kind === 'travelling');
    expect(ways.length).toBeGreaterThan(0);
    expect(snapshot(made)?.progress.step).toBe(60);
    expect(weights(made)).toEqual(steppedTo(60, slow));
  });

  test('a learning rate set meanwhile is that of the run, not of the past', () => {
    const made = trained(document);
    travelTo(made, 50);
    made.tell({ kind: 'learning-rate', run: 1, value: 0.5 });
    expect(travelTo(made, 51)?.timeline.changes).toEqual([]);
    expect(weights(made)).toEqual(steppedTo(51));
    expect(travelTo(made, 270)?.timeline.changes).toEqual([{ step: 270 }]);
  });

  test('is arrived at before the run goes on: from the past it does not, from the present it does', () => {
    const made = bench();
    made.tell({ kind: 'load', run: 1, document, from: 'start' });
    for (let step = 0; step < 5; step += 1) made.tell({ kind: 'step', run: 1 });
    made.tell({ kind: 'travel', run: 1, step: 2 });
    made.tell({ kind: 'run', run: 1 });
    made.tell({ kind: 'step', run: 1 });
    made.runAll();
    expect(snapshot(made)).toMatchObject({ state: 'paused', progress: { step: 2 }, timeline: { now: 5 } });
    made.tell({ kind: 'travel', run: 1, step: 5 });
    made.tell({ kind: 'step', run: 1 });
    made.runAll();
    expect(snapshot(made)).toMatchObject({ progress: { step: 6 }, timeline: { now: 6, past: undefined } });
  });

  test('travelling while it trains pauses it', () => {
    const made = bench();
    made.tell({ kind: 'load', run: 1, document, from: 'start' });
    made.tell({ kind: 'run', run: 1 });
    made.runSlice();
    made.runSlice();
    expect(travelTo(made, 1)).toMatchObject({ state: 'paused', progress: { step: 1 } });
  });

  test('a changed graph goes on from where the run stands, not from the past that is looked at', () => {
    const made = trained(document);
    travelTo(made, 50);
    made.tell({ kind: 'load', run: 2, document, from: 'former run' });
    const ready = made.sent.at(-1);
    expect(ready).toMatchObject({ kind: 'ready', progress: { step: 270 } });
  });
});
