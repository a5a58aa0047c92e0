import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { outputKey } from '../../../engine/program/program.ts';
import { createSession } from '../../../engine/train/running-session.ts';
import type { Arithmetic, TrainingSession } from '../../../engine/train/session.ts';

function open(document: GraphDocument, arithmetic: Arithmetic = 'compiled'): TrainingSession {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(checkGraph(document), prepared.data, arithmetic);
  if (!made.ok) throw new Error(made.message);
  return made.session;
}

function finish(session: TrainingSession): TrainingSession {
  while (!session.progress.done) session.step();
  return session;
}

const bits = (session: TrainingSession): readonly (readonly [string, readonly number[]])[] =>
  [...session.parameters()].map(([key, { data }]) => [key, [...data]]);

const trained = (document: GraphDocument, training: Partial<GraphDocument['training']>): GraphDocument => ({
  ...document,
  training: { ...document.training, ...training },
});

describe('Iris with seed 1800765691', () => {
  test('passes the course’s checkpoints', () => {
    const session = open(iris.document);
    const first = session.look({ kind: 'rows', part: 'train', rows: [0], mode: 'evaluate' });
    const prediction = first.values.get(outputKey('value', 'loss', 'input'))?.data ?? [];
    [0.1499, 0.0141, -0.4355].forEach((expected, index) => {
      expect(prediction[index]).toBeCloseTo(expected, 4);
    });
    expect(Math.abs(first.loss - 0.8878384828567505)).toBeLessThan(1e-6);
    expect(session.evaluate('validation')?.accuracy).toBe(0.5);
    expect(finish(session).evaluate('test')?.accuracy).toBe(0.9);
  });

  test('looking changes no bit, nor does the size of what is looked at', () => {
    const [watched, alone] = [open(iris.document), open(iris.document)];
    for (let step = 0; step < 200; step += 1) {
      watched.step();
      alone.step();
      if (step % 7 === 0) watched.look({ kind: 'next-batch' });
      if (step % 31 === 0) watched.look({ kind: 'rows', part: 'test', rows: [3, 1, 2], mode: 'train' });
    }
    expect(bits(watched)).toEqual(bits(alone));
  });

  test('a reset begins the same run again', () => {
    const session = open(iris.document);
    for (let step = 0; step < 100; step += 1) session.step();
    const after = bits(session);
    session.reset();
    for (let step = 0; step < 100; step += 1) session.step();
    expect(bits(session)).toEqual(after);
  });
});

describe('agrees with the reference after an epoch', () => {
  const cases: readonly (readonly [string, GraphDocument])[] = [
    ...templates.map(({ id, document }) => [`template ${id}`, document] as const),
    ['a partial last batch', trained(iris.document, { batchSize: 7, shuffle: true })],
    ['gradients of three batches', trained(iris.document, { batchSize: 5, accumulate: 3 })],
    ['clipped gradients', trained(iris.document, { batchSize: 9, clip: { norm: 0.1, value: 0.01 } })],
  ];
  test.each(cases)('%s', (_, document) => {
    const once = trained(document, { epochs: 1 });
    const [compiled, reference] = [open(once), open(once, 'reference')];
    for (let step = 0; step < 60 && !reference.progress.done; step += 1) {
      const [found, expected] = [compiled.step().loss, reference.step().loss];
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-4 * Math.abs(expected) + 1e-5);
    }
    for (const [key, { data }] of reference.parameters()) {
      const found = compiled.parameters().get(key)?.data ?? [];
      data.forEach((expected, index) => {
        const error = Math.abs((found[index] ?? Number.NaN) - expected);
        expect(error, key).toBeLessThanOrEqual(1e-4 * Math.abs(expected) + 1e-5);
      });
    }
  });
});
