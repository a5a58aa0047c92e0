import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { GraphDocument } from '../../../engine/graph/document.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { type OutputKey, outputKey } from '../../../engine/program/program.ts';
import { createSession } from '../../../engine/train/running-session.ts';
import type { EpochReport, Look, TrainingSession } from '../../../engine/train/session.ts';
import { draw } from '../graph/drawing.ts';
import { templateDocument } from '../graph/template-document.ts';

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

function sessionFor(document: GraphDocument): TrainingSession {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const result = createSession(checkGraph(document), prepared.data, 'reference');
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
    const session = sessionFor(withSeed(templateDocument('iris'), seed));
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

test('the course’s run comes out whole from the template, with the slide’s figures, and it says so', () => {
  const document = templateDocument('iris');
  expect(document.training.seed).toBe(1800765691);
  const session = sessionFor(document);
  const before = session.report();
  const first = session.look({ kind: 'next-batch' });
  const logits = first.values.get(outputKey('value', 'fc2', 'output'));
  expect(Array.from(logits?.data ?? [], (value) => value.toFixed(4))).toEqual([
    '0.1499',
    '0.0141',
    '-0.4355',
  ]);
  expect(Math.abs(first.loss - 0.8878384828567505)).toBeLessThan(1e-6);
  expect(before.validation?.accuracy).toBe(0.5);
  expect(train(session)).toHaveLength(20);
  expect(session.progress.step).toBe(20 * 90);
  expect(session.evaluate('test')?.accuracy).toBe(0.9);
  const description = templates.find(({ id }) => id === 'iris')?.description ?? '';
  for (const figure of ['1800765691', '[0.1499, 0.0141, −0.4355]', '0.8878384828567505', '0.5', '0.9', '20'])
    expect(description).toContain(figure);
});

describe('a session', () => {
  test('resets to the numbers it began with, and repeats itself from there', () => {
    const session = sessionFor({
      ...templateDocument('iris'),
      training: { ...templateDocument('iris').training, epochs: 2, shuffle: true },
    });
    const first = train(session);
    session.reset();
    expect(session.progress.step).toBe(0);
    expect(train(session)).toEqual(first);
  });

  test('covers every row once an epoch, the last batch partial', () => {
    const document = templateDocument('iris');
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
    const session = sessionFor(templateDocument('iris'));
    const look = session.look({ kind: 'rows', part: 'validation', rows: [3, 7], mode: 'evaluate' });
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
    const document = templateDocument('iris');
    const nodes = document.nodes.map((node) => (node.id === 'fc1' ? { ...node, frozen: true } : node));
    const session = sessionFor({ ...document, nodes });
    const before = session.parameters();
    session.step();
    expect(session.parameters().get('fc1/weight')).toEqual(before.get('fc1/weight'));
    expect(session.parameters().get('fc2/weight')).not.toEqual(before.get('fc2/weight'));
  });

  test('a learning rate of 0 changes nothing, and a new one acts at the next step', () => {
    const session = sessionFor(templateDocument('iris'));
    const before = session.parameters();
    session.setLearningRate(0);
    session.step();
    expect(session.parameters()).toEqual(before);
    session.setLearningRate(0.1);
    session.step();
    expect(session.parameters()).not.toEqual(before);
  });

  test('a parameter can be set, and one of the wrong size is refused by name', () => {
    const session = sessionFor(templateDocument('iris'));
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
    const result = createSession(checkGraph(document), prepared.data, 'reference');
    return result.ok ? 'accepted' : result.message;
  };

  test('a graph without a loss', () => {
    const document = templateDocument('iris');
    const nodes = document.nodes.filter((node) => node.id !== 'loss');
    const edges = document.edges.filter((edge) => edge.to[0] !== 'loss');
    expect(refuse({ ...document, nodes, edges })).toMatch(/loss/i);
  });

  test('data with another number of features', () => {
    const document = templateDocument('iris');
    expect(refuse({ ...document, data: { ...document.data, dataset: 'moons' } })).toBe(
      'x has 4 features, but the data set has 2.',
    );
  });

  test('a data set that does not exist', () => {
    const document = templateDocument('iris');
    expect(refuse({ ...document, data: { ...document.data, dataset: 'nothing' } })).toContain("'nothing'");
  });
});

describe('modes', () => {
  const drawn = draw(
    'x:Input{shape:[4]} -> fc1:Linear{out_features:8} -> bn:BatchNorm1d{affine:false} -> drop:Dropout{p:0.3}',
    'drop -> fc2:Linear{out_features:3} -> loss:CrossEntropyLoss; y:Target{classes:3} -> loss.target',
  );
  const document: GraphDocument = {
    ...drawn,
    training: { ...drawn.training, batchSize: 16, epochs: 2, shuffle: false },
  };
  const rows = Array.from({ length: 16 }, (_, row) => row);
  const dataAt = ({ values }: Look, key: OutputKey): readonly number[] => [...(values.get(key)?.data ?? [])];
  const dropped = outputKey('value', 'drop', 'output');

  test('the same rows are another thing in training than in evaluation', () => {
    const session = sessionFor(document);
    for (let step = 0; step < 3; step += 1) session.step();
    const look = (mode: 'train' | 'evaluate'): Look =>
      session.look({ kind: 'rows', part: 'train', rows, mode });
    const [training, evaluation] = [look('train'), look('evaluate')];
    expect([training.mode, evaluation.mode]).toEqual(['train', 'evaluate']);
    const zeros = dataAt(training, dropped).filter((value) => value === 0).length;
    // 128 elements are dropped with probability 0.3: five standard deviations are 26.
    expect(Math.abs(zeros - 38.4)).toBeLessThan(26);
    expect(dataAt(evaluation, dropped)).toEqual(dataAt(evaluation, outputKey('value', 'drop', 'input')));
    // In training the batch itself has mean 0 after BatchNorm1d; in evaluation the tracked mean is another.
    const featureMean = (of: Look): number =>
      dataAt(of, outputKey('value', 'bn', 'output')).reduce(
        (sum, value, at) => sum + (at % 8 === 0 ? value / 16 : 0),
        0,
      );
    expect(featureMean(training)).toBeCloseTo(0, 10);
    expect(Math.abs(featureMean(evaluation))).toBeGreaterThan(0.01);
    expect(dataAt(evaluation, outputKey('parameterGradient', 'fc1', 'weight')).some((g) => g !== 0)).toBe(
      true,
    );
  });

  test('the next batch is looked at as the coming step computes it, dropping the same', () => {
    const session = sessionFor(document);
    session.step();
    const first = session.look({ kind: 'next-batch' });
    expect(session.look({ kind: 'next-batch' })).toEqual(first);
    expect(session.step().loss).toBe(first.loss);
    expect(dataAt(session.look({ kind: 'next-batch' }), dropped)).not.toEqual(dataAt(first, dropped));
  });

  test('evaluating neither draws nor changes anything', () => {
    const session = sessionFor(document);
    session.step();
    const kept = session.buffers();
    const report = session.report();
    expect(session.report()).toEqual(report);
    expect(session.buffers()).toEqual(kept);
  });

  test('buffers follow the batches, stay with the weights, and start anew with a reset', () => {
    const session = sessionFor(document);
    const start = session.buffers();
    const expected = new Float64Array(8);
    const losses: number[] = [];
    for (let step = 0; step < 4; step += 1) {
      const input = session.look({ kind: 'next-batch' }).values.get(outputKey('value', 'bn', 'input'));
      const batch = input?.shape[0] ?? 0;
      expected.forEach((running, feature) => {
        let mean = 0;
        for (let row = 0; row < batch; row += 1) mean += (input?.data[row * 8 + feature] ?? 0) / batch;
        expected[feature] = 0.9 * running + 0.1 * mean;
      });
      losses.push(session.step().loss);
    }
    expect([...session.buffers().keys()]).toEqual([
      'bn/running_mean',
      'bn/running_var',
      'bn/num_batches_tracked',
    ]);
    session
      .buffers()
      .get('bn/running_mean')
      ?.data.forEach((mean, feature) => {
        expect(mean).toBeCloseTo(expected[feature] as number, 12);
      });
    expect(session.buffers().get('bn/num_batches_tracked')?.data[0]).toBe(4);
    expect([...session.parameters().keys()]).not.toContain('bn/running_mean');

    session.reset();
    expect(session.buffers()).toEqual(start);
    expect(losses.map(() => session.step().loss)).toEqual(losses);
  });

  test.each([true, false])(
    'a shared BatchNorm1d (affine=%s) has one set of statistics, updated at each of its places in turn',
    (affine) => {
      const twice = draw(
        `x:Input{shape:[4]} -> bn:BatchNorm1d{affine:${affine}} -> r:ReLU`,
        `r -> again:BatchNorm1d{affine:${affine}} -> fc:Linear{out_features:3}`,
        'fc -> loss:CrossEntropyLoss; y:Target{classes:3} -> loss.target',
      );
      const nodes = twice.nodes.map((node) => (node.id === 'again' ? { ...node, shares: 'bn' } : node));
      const session = sessionFor({ ...twice, nodes, training: document.training });
      const { values } = session.look({ kind: 'next-batch' });
      const columnMean = (key: OutputKey, column: number): number => {
        const data = [...(values.get(key)?.data ?? [])].filter((_, at) => at % 4 === column);
        return data.reduce((sum, value) => sum + value, 0) / data.length;
      };
      session.step();
      expect([...session.buffers().keys()].every((key) => key.startsWith('bn/'))).toBe(true);
      expect(session.buffers().get('bn/num_batches_tracked')?.data[0]).toBe(2);
      session
        .buffers()
        .get('bn/running_mean')
        ?.data.forEach((running, column) => {
          const first = 0.1 * columnMean(outputKey('value', 'bn', 'input'), column);
          const second = 0.9 * first + 0.1 * columnMean(outputKey('value', 'again', 'input'), column);
          expect(running).toBeCloseTo(second, 12);
        });
    },
  );

  test('buffers follow every batch whose gradients are added up', () => {
    const { training } = document;
    const session = sessionFor({ ...document, training: { ...training, accumulate: 3 } });
    const weight = session.parameters().get('fc1/weight');
    for (let step = 0; step < 2; step += 1) session.step();
    expect(session.parameters().get('fc1/weight')).toEqual(weight);
    expect(session.buffers().get('bn/num_batches_tracked')?.data[0]).toBe(2);
  });

  test('the best weights come back with the statistics that belong to them', () => {
    const { training } = document;
    const earlyStopping = { patience: 0, minDelta: 1e9, restoreBest: true };
    const session = sessionFor({ ...document, training: { ...training, epochs: 5, earlyStopping } });
    // Nothing is better by 1e9 than the first epoch, so the second is the last.
    const perEpoch = session.progress.stepsPerEpoch;
    for (let step = 0; step < perEpoch; step += 1) session.step();
    const best = { parameters: session.parameters(), buffers: session.buffers() };
    train(session);
    expect(session.progress.epoch).toBe(2);
    expect({ parameters: session.parameters(), buffers: session.buffers() }).toEqual(best);
  });

  test('a single row looked at as in training is evaluated, since it has no variance', () => {
    const session = sessionFor(document);
    const look = session.look({ kind: 'rows', part: 'train', rows: [3], mode: 'train' });
    expect(look.mode).toBe('evaluate');
    expect(dataAt(look, dropped).every(Number.isFinite)).toBe(true);
  });

  test('a last batch of a single row is refused before training begins', () => {
    const checked = checkGraph({ ...document, training: { ...document.training, batchSize: 89 } });
    const prepared = prepareData(document.data);
    if (!prepared.ok) throw new Error(prepared.message);
    const result = createSession(checked, prepared.data, 'reference');
    expect(result).toMatchObject({ ok: false, node: 'bn' });
    expect(result.ok ? '' : result.message).toContain('90 training rows in batches of 89');
  });
});
