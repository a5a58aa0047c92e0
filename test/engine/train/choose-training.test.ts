import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../engine/data/prepare.ts';
import { readDocument, writeDocument } from '../../../engine/formats/json.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument, Training } from '../../../engine/graph/document.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import type { Tensor } from '../../../engine/program/tensor.ts';
import { createSession } from '../../../engine/train/running-session.ts';
import type { EpochReport, TrainingSession } from '../../../engine/train/session.ts';

const iris = templates.find(({ id }) => id === 'iris')?.document;
if (iris === undefined) throw new Error('there is an Iris template');

const withTraining = (change: Partial<Training>): GraphDocument => ({
  ...iris,
  training: { ...iris.training, epochs: 3, shuffle: false, ...change },
});

function create(document: GraphDocument) {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  return createSession(checkGraph(document), prepared.data, 'reference');
}

function sessionFor(change: Partial<Training>): TrainingSession {
  const result = create(withTraining(change));
  if (!result.ok) throw new Error(result.message);
  return result.session;
}

const refusal = (change: Partial<Training>): string => {
  const result = create(withTraining(change));
  return result.ok ? 'accepted' : result.message;
};

function train(session: TrainingSession): readonly EpochReport[] {
  const reports: EpochReport[] = [];
  while (!session.progress.done) {
    const { epoch } = session.step();
    if (epoch !== undefined) reports.push(epoch);
  }
  return reports;
}

/** How far each parameter moved in one step, by key. */
function moves(session: TrainingSession): ReadonlyMap<string, readonly number[]> {
  const before = session.parameters();
  session.step();
  return new Map(
    [...session.parameters()].map(([key, { data }]) => [
      key,
      Array.from(data, (value, at) => value - ((before.get(key) as Tensor).data[at] ?? 0)),
    ]),
  );
}

const everyMove = (session: TrainingSession): readonly number[] => [...moves(session).values()].flat();
const norm = (numbers: readonly number[]): number => Math.hypot(...numbers);
const sgd = { name: 'SGD', learningRate: 1 };

describe('clipping', () => {
  test('by norm shortens all gradients alike, and leaves short ones alone', () => {
    const free = everyMove(sessionFor({ optimizer: sgd }));
    const limit = norm(free) / 4;
    const held = everyMove(sessionFor({ optimizer: sgd, clip: { norm: limit } }));
    expect(norm(held)).toBeCloseTo(limit, 5);
    held.forEach((move, at) => {
      expect(move).toBeCloseTo((free[at] ?? Number.NaN) / 4, 5);
    });
    expect(everyMove(sessionFor({ optimizer: sgd, clip: { norm: norm(free) * 2 } }))).toEqual(free);
  });

  test('by value holds each element between its bounds', () => {
    const free = everyMove(sessionFor({ optimizer: sgd }));
    const limit = Math.max(...free.map(Math.abs)) / 3;
    const held = everyMove(sessionFor({ optimizer: sgd, clip: { value: limit } }));
    held.forEach((move, at) => {
      expect(move).toBeCloseTo(Math.max(-limit, Math.min(limit, free[at] ?? Number.NaN)), 12);
    });
  });
});

describe('accumulation', () => {
  test('over two batches is one update by the sum of their gradients', () => {
    const whole = sessionFor({ optimizer: sgd, batchSize: 8 });
    const halves = sessionFor({ optimizer: sgd, batchSize: 4, accumulate: 2 });
    const expected = everyMove(whole);
    expect(everyMove(halves).every((move) => move === 0)).toBe(true);
    everyMove(halves).forEach((move, at) => {
      // The loss is a mean over the batch: half as many rows weigh twice as much.
      expect(move).toBeCloseTo(2 * (expected[at] ?? Number.NaN), 12);
    });
  });
});

describe('learning rates of their own', () => {
  test('go by the key before the name, and 0 freezes', () => {
    const free = moves(sessionFor({ optimizer: sgd }));
    const learningRates = { bias: 0.5, 'fc2/bias': 0 };
    const own = moves(sessionFor({ optimizer: { ...sgd, learningRates } }));
    expect(own.get('fc1/weight')).toEqual(free.get('fc1/weight'));
    own.get('fc1/bias')?.forEach((move, at) => {
      expect(move).toBeCloseTo((free.get('fc1/bias')?.[at] ?? Number.NaN) / 2, 12);
    });
    expect(own.get('fc2/bias')?.every((move) => move === 0)).toBe(true);
  });
});

describe('a schedule in a session', () => {
  const rates = (session: TrainingSession): readonly number[] => {
    const used: number[] = [];
    while (!session.progress.done) used.push(session.step().learningRate);
    return used;
  };

  test('per epoch keeps the rate within an epoch, per step does not', () => {
    const schedule = { name: 'ExponentialLR', settings: { gamma: 0.5 } };
    const perEpoch = sessionFor({ batchSize: 30, schedule: { ...schedule, per: 'epoch' } });
    const { stepsPerEpoch } = perEpoch.progress;
    const base = iris.training.optimizer.learningRate;
    expect(rates(perEpoch)).toEqual(
      Array.from({ length: 3 * stepsPerEpoch }, (_, step) => base * 0.5 ** Math.floor(step / stepsPerEpoch)),
    );
    expect(rates(sessionFor({ batchSize: 30, schedule: { ...schedule, per: 'step' } }))).toEqual(
      Array.from({ length: 3 * stepsPerEpoch }, (_, step) => base * 0.5 ** step),
    );
  });

  test('that moves momentum trains an optimizer whose momentum is 0', () => {
    const schedule = { name: 'OneCycleLR', per: 'step' as const };
    const reports = train(sessionFor({ optimizer: sgd, batchSize: 10, epochs: 10, schedule }));
    expect(reports.at(-1)?.train.loss).toBeLessThan(reports[0]?.train.loss ?? 0);
  });
});

describe('early stopping', () => {
  /** Climbing, every epoch is worse than the first. */
  const worsening = { name: 'SGD', learningRate: 0.05, settings: { maximize: true } };

  test('stops after the epochs that it lets pass, and ends with the best weights', () => {
    const earlyStopping = { patience: 2, minDelta: 0, restoreBest: true };
    const session = sessionFor({ optimizer: worsening, batchSize: 30, epochs: 20, earlyStopping });
    const reports: EpochReport[] = [];
    let best: ReadonlyMap<string, Tensor> | undefined;
    while (!session.progress.done) {
      const { epoch } = session.step();
      if (epoch === undefined) continue;
      reports.push(epoch);
      best ??= session.parameters();
    }
    const losses = reports.map(({ validation }) => validation?.loss ?? Number.NaN);
    expect(losses).toEqual([...losses].sort((a, b) => a - b));
    expect(reports).toHaveLength(1 + earlyStopping.patience + 1);
    expect(session.parameters()).toEqual(best);
    session.reset();
    expect(session.progress.done).toBe(false);
    expect(train(session)).toEqual(reports);
  });

  test('leaves the last weights where the best are not wanted, and a run that improves alone', () => {
    const earlyStopping = { patience: 0, minDelta: 0, restoreBest: false };
    const session = sessionFor({ optimizer: worsening, batchSize: 30, epochs: 20, earlyStopping });
    const reports = train(session);
    expect(reports).toHaveLength(2);
    expect(session.evaluate('validation')?.loss).toBe(reports[1]?.validation?.loss);
    session.setEpochs(21);
    expect(session.progress.done).toBe(false);
    expect(train(sessionFor({ earlyStopping }))).toHaveLength(3);
  });
});

test('what cannot be obeyed is refused in words when the session is made', () => {
  expect(refusal({ schedule: { name: 'Staircase', per: 'step' } })).toBe("There is no schedule 'Staircase'.");
  expect(refusal({ schedule: { name: 'StepLR', per: 'step', settings: { gamma: -1 } } })).toBe(
    'gamma must be at least 0; found -1.',
  );
  expect(refusal({ optimizer: { ...sgd, learningRates: { 'fc9/bias': 1 } } })).toBe(
    "There is no parameter 'fc9/bias' to give a learning rate of its own.",
  );
});

test('all of it is saved and read back, and older documents stay as they are', () => {
  const document = withTraining({
    optimizer: { ...sgd, learningRates: { 'fc1/bias': 0.1, bias: 0.2 } },
    schedule: { name: 'MultiStepLR', settings: { milestones: [2, 5], gamma: 0.5 }, per: 'epoch' },
    clip: { value: 2, norm: 1 },
    accumulate: 4,
    earlyStopping: { patience: 3, minDelta: 0.01, restoreBest: true },
  });
  const text = writeDocument(document);
  const read = readDocument(text);
  expect(read).toEqual({ ok: true, document, diagnostics: [] });
  expect(read.ok && writeDocument(read.document)).toBe(text);
  expect(writeDocument(iris)).not.toMatch(/schedule|clip|accumulate|earlyStopping|learningRates/);
});

test('early stopping on accuracy stops when no more rows are right', () => {
  const earlyStopping = { watches: 'accuracy', patience: 1, minDelta: 0, restoreBest: false } as const;
  // Without learning the accuracy stays, while a positive patience lets one epoch pass.
  const still = { name: 'SGD', learningRate: 0 };
  const session = sessionFor({ optimizer: still, batchSize: 30, epochs: 20, earlyStopping });
  expect(train(session)).toHaveLength(3);
});
