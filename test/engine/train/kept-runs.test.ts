import { describe, expect, test } from 'vitest';
import { readDocument, writeDocument } from '../../../engine/formats/json.ts';
import { mostKeptPoints, mostKeptRuns } from '../../../engine/graph/kept-run-schema.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { canKeepRun, keepRun, removeRun, renameRun } from '../../../engine/train/kept-runs.ts';
import type { EpochReport } from '../../../engine/train/session.ts';

const report = (epoch: number, loss = 1 / (epoch + 1)): EpochReport => ({
  epoch,
  averageLoss: loss,
  train: { loss, accuracy: 0.5, samples: 90 },
  validation: { loss: loss * 2, accuracy: 0.4, samples: 30 },
  test: { loss: 0.3, accuracy: 0.9, samples: 30 },
});
const run = (epochs: number, loss?: number) => ({
  epochs: Array.from({ length: epochs }, (_, epoch) => report(epoch, loss)),
  step: 10 * epochs,
  parameters: 67,
});

describe('kept runs', () => {
  test('are kept with what they were made with and came to, and survive being saved', () => {
    const kept = keepRun(iris.document, run(3));
    expect(kept.runs).toMatchObject([
      {
        name: 'Run 1',
        step: 30,
        settings: { optimizer: 'SGD', learningRate: 0.01, batchSize: 1, dataset: 'iris', parameters: 67 },
        epochs: [{ epoch: 0 }, { epoch: 1 }, { epoch: 2, validation: { accuracy: 0.4 } }],
        test: { accuracy: 0.9 },
      },
    ]);
    expect(readDocument(writeDocument(kept))).toMatchObject({ ok: true, document: kept });
  });

  test('keep curves of bounded length with both ends, and leave out numbers that are none', () => {
    const epochs = keepRun(iris.document, run(1000)).runs?.[0]?.epochs ?? [];
    expect(epochs).toHaveLength(mostKeptPoints);
    expect([epochs[0]?.epoch, epochs.at(-1)?.epoch]).toEqual([0, 999]);
    const wild = keepRun(iris.document, run(2, Number.NaN));
    expect(wild.runs?.[0]?.epochs[0]?.train).toEqual({ accuracy: 0.5 });
    expect(readDocument(writeDocument(wild)).ok).toBe(true);
  });

  test('are named apart, renamed and removed', () => {
    let document = keepRun(keepRun(iris.document, run(1)), run(2));
    document = renameRun(document, 'run-1', 'slow');
    expect(document.runs?.map(({ name }) => name)).toEqual(['slow', 'Run 2']);
    document = keepRun(removeRun(document, 'run-1'), run(1));
    expect(document.runs?.map(({ name }) => name)).toEqual(['Run 2', 'Run 3']);
    expect(removeRun(removeRun(document, 'run-2'), 'run-3')).toEqual(iris.document);
  });

  test('are never more than fit; none goes by itself', () => {
    let { document } = iris;
    for (let index = 0; index < mostKeptRuns; index += 1) document = keepRun(document, run(1));
    expect(canKeepRun(document)).toBe(false);
    expect(keepRun(document, run(1))).toBe(document);
  });

  test('nothing is kept of a run that never was', () => {
    expect(keepRun(iris.document, { ...run(0) })).toBe(iris.document);
  });
});
