import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { outputKey } from '../../../engine/program/program.ts';
import { createSession } from '../../../engine/train/evaluator-session.ts';
import type { EpochReport, TrainingSession } from '../../../engine/train/session.ts';

interface OracleTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface OracleRun {
  readonly seed: number;
  readonly reading: 'per_sample' | 'per_epoch';
  readonly first_loss: number;
  readonly initial_valid_correct: number;
  readonly avg_loss: readonly number[];
  readonly valid_correct: readonly number[];
  readonly test_correct: number;
  readonly valid_size: number;
  readonly test_size: number;
  readonly initial_parameters: Readonly<Record<string, OracleTensor>>;
  readonly final_parameters: Readonly<Record<string, OracleTensor>>;
}

const log = JSON.parse(readFileSync('test/oracle/iris/train_log.json', 'utf8')) as {
  readonly runs: readonly OracleRun[];
};

function template(id: string): GraphDocument {
  const found = templates.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`there is no template ${id}`);
  return found.document;
}

function sessionFor(document: GraphDocument): TrainingSession {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const result = createSession(checkGraph(document), prepared.data);
  if (!result.ok) throw new Error(result.message);
  return result.session;
}

const withSeed = (document: GraphDocument, seed: number): GraphDocument => ({
  ...document,
  training: { ...document.training, seed },
});

function train(session: TrainingSession): readonly EpochReport[] {
  const reports: EpochReport[] = [];
  while (!session.progress.done) {
    const { epoch } = session.step();
    if (epoch !== undefined) reports.push(epoch);
  }
  return reports;
}

/** Largest difference relative to 1e-4 of the value plus 1e-5, the oracle's rule for training; at most 1 passes. */
const misfit = (found: ArrayLike<number>, expected: ArrayLike<number>): number =>
  Array.from(expected).reduce(
    (worst, value, index) =>
      Math.max(worst, Math.abs((found[index] ?? Number.NaN) - value) / (1e-4 * Math.abs(value) + 1e-5)),
    found.length === expected.length ? 0 : Number.POSITIVE_INFINITY,
  );

/** PyTorch's names in a Sequential, in terms of the template's nodes. */
const parameterOf: Readonly<Record<string, string>> = {
  '0.weight': 'fc1/weight',
  '0.bias': 'fc1/bias',
  '2.weight': 'fc2/weight',
  '2.bias': 'fc2/bias',
};

describe('the course’s Iris runs, by PyTorch', () => {
  const runs = log.runs.filter((run) => run.reading === 'per_sample');

  test('there are runs to compare with', () => {
    expect(runs.length).toBeGreaterThan(3);
  });

  test.each(runs.map((run) => [run.seed, run] as const))('seed %i', (seed, run) => {
    const session = sessionFor(withSeed(template('iris'), seed));
    for (const [name, tensor] of Object.entries(run.initial_parameters)) {
      const found = session.parameters().get(parameterOf[name] ?? '');
      expect([...(found?.data ?? [])]).toEqual(Array.from(tensor.data, Math.fround));
    }
    const before = session.report();
    expect(Math.round((before.validation?.accuracy ?? 0) * run.valid_size)).toBe(run.initial_valid_correct);
    expect(misfit([session.look({ kind: 'next-batch' }).loss], [run.first_loss])).toBeLessThanOrEqual(1);
    const reports = train(session);
    expect(
      misfit(
        reports.map((report) => report.averageLoss),
        run.avg_loss,
      ),
    ).toBeLessThanOrEqual(1);
    const validCorrect = reports.map((report) =>
      Math.round((report.validation?.accuracy ?? 0) * run.valid_size),
    );
    expect(validCorrect).toEqual(run.valid_correct);
    expect(Math.round((session.evaluate('test')?.accuracy ?? 0) * run.test_size)).toBe(run.test_correct);
    for (const [name, tensor] of Object.entries(run.final_parameters)) {
      const found = session.parameters().get(parameterOf[name] ?? '');
      expect(misfit(found?.data ?? [], tensor.data)).toBeLessThanOrEqual(1);
    }
  });
});

describe('a session', () => {
  test('resets to the numbers it began with, and repeats itself from there', () => {
    const session = sessionFor({
      ...template('iris'),
      training: { ...template('iris').training, epochs: 2, shuffle: true },
    });
    const first = train(session);
    session.reset();
    expect(session.progress.step).toBe(0);
    expect(train(session)).toEqual(first);
  });

  test('covers every row once an epoch, the last batch partial', () => {
    const document = template('iris');
    const session = sessionFor({
      ...document,
      training: { ...document.training, batchSize: 32, epochs: 1, shuffle: true },
    });
    const seen: number[] = [];
    expect(session.progress.stepsPerEpoch).toBe(3);
    session.step();
    for (let step = 1; step < 3; step += 1) {
      seen.push(...session.look({ kind: 'next-batch' }).rows);
      session.step();
    }
    expect(seen.length).toBe(90 - 32);
    expect(new Set(seen).size).toBe(seen.length);
    expect(session.progress.done).toBe(true);
  });

  test('shows the values and gradients of chosen rows: (ŷ − y)/N at the logits', () => {
    const session = sessionFor(template('iris'));
    const look = session.look({ kind: 'rows', part: 'validation', rows: [3, 7] });
    const logits = look.values.get(outputKey('value', 'fc2', 'output'));
    const target = look.values.get(outputKey('value', 'y', 'output'));
    const gradient = look.values.get(outputKey('gradient', 'fc2', 'output'));
    expect(logits?.shape).toEqual([2, 3]);
    for (const row of [0, 1]) {
      const scores = Array.from({ length: 3 }, (_, index) => Math.exp(logits?.data[row * 3 + index] ?? 0));
      const total = scores.reduce((sum, score) => sum + score, 0);
      scores.forEach((score, index) => {
        const expected = (score / total - (target?.data[row] === index ? 1 : 0)) / 2;
        expect(gradient?.data[row * 3 + index]).toBeCloseTo(expected, 12);
      });
    }
  });

  test('a frozen layer keeps its weights, the others learn', () => {
    const document = template('iris');
    const nodes = document.nodes.map((node) => (node.id === 'fc1' ? { ...node, frozen: true } : node));
    const session = sessionFor({ ...document, nodes });
    const before = session.parameters();
    session.step();
    expect(session.parameters().get('fc1/weight')).toEqual(before.get('fc1/weight'));
    expect(session.parameters().get('fc2/weight')).not.toEqual(before.get('fc2/weight'));
  });

  test('a learning rate of 0 changes nothing, and a new one acts at the next step', () => {
    const session = sessionFor(template('iris'));
    const before = session.parameters();
    session.setLearningRate(0);
    session.step();
    expect(session.parameters()).toEqual(before);
    session.setLearningRate(0.1);
    session.step();
    expect(session.parameters()).not.toEqual(before);
  });

  test('a parameter can be set, and one of the wrong size is refused by name', () => {
    const session = sessionFor(template('iris'));
    session.setParameter('fc2/bias', { shape: [3], data: Float64Array.of(1, 2, 3) });
    expect([...(session.parameters().get('fc2/bias')?.data ?? [])]).toEqual([1, 2, 3]);
    expect(() => session.setParameter('fc2/bias', { shape: [2], data: Float64Array.of(1, 2) })).toThrow(
      'fc2/bias has 3 numbers, not 2',
    );
  });
});

describe('what cannot be trained is refused in words', () => {
  const refuse = (document: GraphDocument): string => {
    const prepared = prepareData(document.data);
    if (!prepared.ok) return prepared.message;
    const result = createSession(checkGraph(document), prepared.data);
    return result.ok ? 'accepted' : result.message;
  };

  test('a graph without a loss', () => {
    const document = template('iris');
    const nodes = document.nodes.filter((node) => node.id !== 'loss');
    const edges = document.edges.filter((edge) => edge.to[0] !== 'loss');
    expect(refuse({ ...document, nodes, edges })).toMatch(/loss/i);
  });

  test('data with another number of features', () => {
    const document = template('iris');
    expect(refuse({ ...document, data: { ...document.data, dataset: 'moons' } })).toBe(
      'x has 4 features, but the data set has 2.',
    );
  });

  test('a data set that does not exist', () => {
    const document = template('iris');
    expect(refuse({ ...document, data: { ...document.data, dataset: 'nothing' } })).toContain("'nothing'");
  });
});
