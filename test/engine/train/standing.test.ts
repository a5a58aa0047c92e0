import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument, Training } from '../../../engine/graph/document.ts';
import { setWeights } from '../../../engine/graph/edit/edit.ts';
import { createSession } from '../../../engine/train/running-session.ts';
import type { TrainingSession } from '../../../engine/train/session.ts';
import { draw } from '../graph/drawing.ts';

const training: Partial<Training> = {
  optimizer: { name: 'Adam', learningRate: 0.01 },
  schedule: { name: 'ReduceLROnPlateau', settings: { patience: 0, threshold: 0.5 }, per: 'epoch' },
  batchSize: 16,
  epochs: 20,
  shuffle: true,
  seed: 3,
};

function document(between: string, more: Partial<Training> = {}): GraphDocument {
  const drawn = draw(
    `x:Input{shape:[4]} -> fc1:Linear{out_features:8} -> bn:BatchNorm1d -> act:Tanh ${between} -> drop:Dropout{p:0.2}`,
    'drop -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss; y:Target{classes:3} -> loss.target',
  );
  return { ...drawn, training: { ...drawn.training, ...training, ...more } };
}

function open(of: GraphDocument): TrainingSession {
  const prepared = prepareData(of.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(checkGraph(of), prepared.data);
  if (!made.ok) throw new Error(made.message);
  return made.session;
}

function stepTo(session: TrainingSession, step: number): TrainingSession {
  while (session.progress.step < step) session.advance(step - session.progress.step);
  return session;
}

/** A session of `of` that goes on from where another one stands. */
function goOn(of: GraphDocument, former: TrainingSession): TrainingSession {
  const session = open(of);
  session.goOnFrom(former.standing());
  return session;
}

const numbers = (session: TrainingSession) => {
  const { parameters, states } = session.standing();
  return new Map([...parameters, ...states].map(([key, { data }]) => [key, [...data]]));
};

const plain = document('');
const deeper = document('-> mid:Linear{out_features:8} -> act2:Tanh');
/** In the middle of the fourth epoch: six batches in each. */
const pause = 21;

describe('a session that goes on from another one', () => {
  test('of the same graph makes the bits of one that never stopped', () => {
    const whole = stepTo(open(plain), 60);
    const halves = stepTo(goOn(plain, stepTo(open(plain), pause)), 60);
    expect(numbers(halves)).toEqual(numbers(whole));
    expect(halves.step()).toEqual(whole.step());
  });

  test('with a layer more keeps weights, statistics and what the optimizer remembers of all others', () => {
    const former = stepTo(open(plain), pause);
    const session = goOn(deeper, former);
    const [before, after, fresh] = [numbers(former), numbers(session), numbers(open(deeper))];
    for (const [key, data] of before) expect(after.get(key), key).toEqual(data);
    const added = [...after.keys()].filter((key) => !before.has(key));
    expect(added).toHaveLength(6);
    for (const key of added) expect(after.get(key), key).toEqual(fresh.get(key));
    expect(session.progress).toMatchObject({ epoch: 3, step: pause });
    session.step();
    expect(numbers(session).get('mid/weight')).not.toEqual(after.get('mid/weight'));
  });

  test('with a layer removed keeps what is left, and a layer of another size starts anew', () => {
    const former = stepTo(open(deeper), pause);
    const before = numbers(former);
    const removed = numbers(goOn(plain, former));
    expect([...removed.keys()].some((key) => key.startsWith('mid'))).toBe(false);
    for (const [key, data] of removed) expect(data, key).toEqual(before.get(key));
    const wide = document('-> mid:Linear{out_features:5} -> act2:Tanh');
    const [resized, fresh] = [numbers(goOn(wide, former)), numbers(open(wide))];
    for (const key of ['mid/weight', 'mid/bias', 'fc2/weight'])
      expect(resized.get(key), key).toEqual(fresh.get(key));
    for (const key of ['fc1/weight', 'fc2/bias', 'bn/running_var'])
      expect(resized.get(key), key).toEqual(before.get(key));
  });

  test('takes weights that were stored in the document meanwhile, and goes on from trained ones that were stored before', () => {
    const stored = setWeights(plain, 'fc2/bias', [3], [1, 2, 3]);
    const former = stepTo(open(stored), pause);
    expect(numbers(goOn(stored, former)).get('fc2/bias')).toEqual(numbers(former).get('fc2/bias'));
    const changed = setWeights(stored, 'fc2/bias', [3], [4, 5, 6]);
    expect(numbers(goOn(changed, former)).get('fc2/bias')).toEqual([4, 5, 6]);
  });

  test('with another optimizer keeps weights and statistics only', () => {
    const former = stepTo(open(plain), pause);
    const other = document('', { optimizer: { name: 'AdamW', learningRate: 0.01 } });
    const [before, after, fresh] = [numbers(former), numbers(goOn(other, former)), numbers(open(other))];
    for (const key of ['fc1/weight', 'bn/running_mean']) expect(after.get(key), key).toEqual(before.get(key));
    const remembered = [...fresh.keys()].filter((key) => key.split('/').length === 3);
    expect(remembered.length).toBeGreaterThan(5);
    for (const key of remembered) expect(after.get(key), key).toEqual(fresh.get(key));
  });

  test('with other batches begins the epoch again', () => {
    const session = goOn(document('', { batchSize: 30 }), stepTo(open(plain), pause));
    expect(session.progress).toMatchObject({ epoch: 3, step: 9, stepsPerEpoch: 3 });
  });
});
