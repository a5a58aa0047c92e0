import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import type { TrainingSession } from '../../../engine/train/session.ts';
import { type Change, Timeline } from '../../../engine/train/timeline.ts';
import { draw } from '../graph/drawing.ts';
import { sessionFor } from './session-for.ts';

/** Every bit of the weights, the buffers and what the optimizer remembers, and what the coming step will compute. */
function digest(session: TrainingSession): string {
  const hash = createHash('sha256');
  const { parameters, states } = session.state();
  for (const tensors of [parameters, states]) {
    for (const [key, { data }] of tensors) {
      hash.update(key);
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  }
  const look = session.look({ kind: 'next-batch' });
  return `${hash.digest('hex')} ${look.loss} ${look.rows.join(',')} ${session.progress.step}`;
}

const changes: readonly { readonly step: number; readonly change: Change }[] = [
  { step: 203, change: { kind: 'learning-rate', value: 0.03 } },
  {
    step: 251,
    change: {
      kind: 'parameter',
      key: 'fc1/bias',
      tensor: { shape: [8], data: Float64Array.from([1, -1, 0.5, 0, 0, 0, 0.25, 2]) },
    },
  },
  { step: 251, change: { kind: 'epochs', value: 60 } },
  { step: 300, change: { kind: 'learning-rate', value: 0.005 } },
];
const changesAt = (step: number): readonly Change[] =>
  changes.filter((made) => made.step === step).map(({ change }) => change);

const plain: GraphDocument = {
  ...iris.document,
  training: { ...iris.document.training, batchSize: 8, epochs: 42, shuffle: true },
};

/** Everything that a step may remember: statistics, masks, moments, a watching schedule, gradients that wait, early stopping. */
const rich: GraphDocument = {
  ...draw(
    'x:Input{shape:[4]} -> fc1:Linear{out_features:8} -> bn:BatchNorm1d -> act:ReLU -> drop:Dropout{p:0.4}',
    'drop -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss; y:Target{classes:3} -> loss.target',
  ),
  training: {
    ...plain.training,
    optimizer: { name: 'Adam', learningRate: 0.01 },
    schedule: { name: 'ReduceLROnPlateau', settings: { patience: 1 }, per: 'epoch' },
    earlyStopping: { patience: 1000, minDelta: 0, restoreBest: true },
    accumulate: 2,
    seed: 3,
  },
  data: iris.document.data,
};
const stepwise: GraphDocument = {
  ...rich,
  training: {
    ...rich.training,
    schedule: { name: 'ExponentialLR', settings: { gamma: 0.999 }, per: 'step' },
  },
};

const steps = 500;

/** What every step of the run showed when it stood there, after what was changed there. */
function stoodAt(document: GraphDocument): readonly string[] {
  const session = sessionFor(document);
  const timeline = new Timeline(session);
  const seen: string[] = [];
  for (let step = 0; step <= steps; step += 1) {
    if (step > 0) timeline.advance(1);
    for (const change of changesAt(step)) timeline.change(change);
    seen.push(digest(session));
  }
  return seen;
}

/** The same run in calls of many steps, as the app makes it. */
function runOf(document: GraphDocument, budget?: number) {
  const session = sessionFor(document);
  const timeline = new Timeline(session, budget);
  while (timeline.step < steps) {
    const next = changes.find(({ step }) => step > timeline.step)?.step ?? steps;
    timeline.advance(Math.min(13, next - timeline.step));
    for (const change of changesAt(timeline.step)) timeline.change(change);
  }
  return { session, timeline };
}

function goTo(timeline: Timeline, step: number, most = 7): void {
  timeline.aim(step);
  while (!timeline.approach(most));
}

/** All numbers from 0 to 500 in an order without one, the same each time. */
const scattered = Array.from({ length: steps + 1 }, (_, index) => (index * 263) % (steps + 1));

describe.each([
  ['the Iris network', plain],
  ['with dropout, batch norm, Adam, a watching schedule and accumulated gradients', rich],
  ['with a schedule of each step', stepwise],
])('%s', (_, document) => {
  test('shows at any step of 500, however reached, the bits that stopping there showed', () => {
    const expected = stoodAt(document);
    const { session, timeline } = runOf(document);
    expect(digest(session)).toBe(expected[steps]);
    for (const step of scattered) {
      goTo(timeline, step);
      expect(digest(session), `step ${step}`).toBe(expected[step]);
    }
    goTo(timeline, steps);
    expect(timeline.isPast).toBe(false);
    expect(digest(session)).toBe(expected[steps]);
  }, 60_000);

  test('goes on after a look at the past as if there had been none', () => {
    const [looked, straight] = [runOf(document), runOf(document)];
    goTo(looked.timeline, 77);
    goTo(looked.timeline, steps);
    looked.timeline.advance(40);
    straight.timeline.advance(40);
    while (looked.timeline.step < 600) looked.timeline.advance(5);
    while (straight.timeline.step < 600) straight.timeline.advance(600 - straight.timeline.step);
    expect(digest(looked.session)).toBe(digest(straight.session));
  });
});

describe('a timeline', () => {
  test('stays within its memory and still reaches every step', () => {
    const expected = stoodAt(plain);
    const { session, timeline } = runOf(plain, 40_000);
    expect(timeline.bytes).toBeLessThanOrEqual(40_000);
    const free = runOf(plain).timeline;
    expect(free.bytes).toBeGreaterThan(40_000);
    for (const step of [1, 499, 250, 251, 252, 130]) {
      goTo(timeline, step);
      expect(digest(session)).toBe(expected[step]);
    }
  });

  test('takes another aim on the way, and one beyond either end as that end', () => {
    const expected = stoodAt(plain);
    const { session, timeline } = runOf(plain);
    timeline.aim(400);
    timeline.approach(2);
    goTo(timeline, 399);
    expect(digest(session)).toBe(expected[399]);
    goTo(timeline, -5);
    expect(timeline.step).toBe(0);
    expect(digest(session)).toBe(expected[0]);
    goTo(timeline, 10_000);
    expect(timeline.step).toBe(steps);
  });

  test('knows the loss of the last update at every step', () => {
    const losses: (number | undefined)[] = [undefined];
    const single = new Timeline(sessionFor(plain));
    for (let step = 1; step <= 60; step += 1) losses.push(single.advance(1).losses[0]);
    const { timeline } = runOf(plain);
    for (const step of [0, 1, 12, 13, 14, 60]) {
      goTo(timeline, step);
      expect(timeline.loss).toBe(losses[step]);
    }
  });

  test('does not go on in the past: it branches first, with what is set by now', () => {
    const { session, timeline } = runOf(plain);
    goTo(timeline, 220);
    expect(() => timeline.advance(1)).toThrow('past');
    timeline.branch();
    expect(timeline).toMatchObject({ isPast: false, now: 220, step: 220 });
    expect(session.progress.epochs).toBe(60);
    const { learningRate } = timeline.advance(1);
    expect(learningRate).toBe(0.005);
    // The weight edited at step 251 of the former run is none of this one.
    const same = new Timeline(sessionFor(plain));
    while (same.step < 220) {
      same.advance(1);
      for (const change of changesAt(same.step)) same.change(change);
    }
    same.change({ kind: 'learning-rate', value: 0.005 });
    same.advance(1);
    while (same.step < 300) same.advance(1);
    while (timeline.step < 300) timeline.advance(300 - timeline.step);
    const weights = (of: Timeline) =>
      of
        .kept()
        .find(({ step }) => step === of.step)
        ?.parameters.get('fc1/weight')?.data;
    expect(weights(timeline)).toEqual(weights(same));
    goTo(timeline, 100);
    goTo(same, 100);
    expect(weights(timeline)).toEqual(weights(same));
  });

  test('makes what is changed during a look at the past where the run stands', () => {
    const { session, timeline } = runOf(plain);
    goTo(timeline, 100);
    timeline.change({ kind: 'learning-rate', value: 0.5 });
    goTo(timeline, 101);
    goTo(timeline, steps);
    expect(timeline.advance(1).learningRate).toBe(0.5);
    expect(timeline.changes.at(-1)).toEqual({ step: steps, change: { kind: 'learning-rate', value: 0.5 } });
    expect(session.progress.step).toBe(501);
  });

  test('begins anew with the session', () => {
    const { session, timeline } = runOf(plain);
    goTo(timeline, 100);
    session.reset();
    timeline.begin();
    expect(timeline).toMatchObject({ isPast: false, now: 0, step: 0, changes: [] });
    expect(timeline.kept()).toHaveLength(1);
  });

  test('keeps its steps as they show, those of an edit and of where one stands among them', () => {
    const { session, timeline } = runOf(plain);
    timeline.change({ kind: 'learning-rate', value: 0.02 });
    goTo(timeline, 299);
    const kept = timeline.kept().map(({ step }) => step);
    expect(kept).toEqual(kept.toSorted((a, b) => a - b));
    expect([kept[0], kept.at(-1), kept.includes(299), new Set(kept).size]).toEqual([
      0,
      steps,
      true,
      kept.length,
    ]);
    const before = digest(session);
    const seen: string[] = [];
    timeline.visit(timeline.kept(), () => seen.push(digest(session)) < kept.length);
    expect(digest(session)).toBe(before);
    for (const place of [0, 40, 80, kept.indexOf(299), kept.length - 1]) {
      goTo(timeline, kept[place] ?? 0);
      expect(digest(session), `step ${kept[place]}`).toBe(seen[place]);
    }
  });
});
