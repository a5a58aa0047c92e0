import { describe, expect, test } from 'vitest';
import { mostEpochs, withNewest, withReports } from '../../../app/training/epoch-history.ts';
import type { EpochReport } from '../../../engine/train/session.ts';

const report = (epoch: number): EpochReport => ({
  epoch,
  averageLoss: 0,
  train: { loss: 0, accuracy: 1, samples: 1 },
  validation: undefined,
  test: undefined,
});

describe('the history of epochs', () => {
  test('nothing new leaves it the same object', () => {
    const history = [report(0)];
    expect(withReports(history, [])).toBe(history);
  });

  test('stays within its bound, in order, with the first and the newest', () => {
    let history: readonly EpochReport[] = [report(0)];
    for (let epoch = 1; epoch <= 5000; epoch += 1) {
      history = withReports(history, [report(epoch)]);
      expect(history.length).toBeLessThanOrEqual(mostEpochs);
    }
    const epochs = history.map(({ epoch }) => epoch);
    expect(epochs[0]).toBe(0);
    expect(epochs.at(-1)).toBe(5000);
    expect(epochs).toEqual([...epochs].sort((left, right) => left - right));
  });

  test('takes a long run at once', () => {
    const history = withReports(
      [],
      Array.from({ length: 100_000 }, (_, epoch) => report(epoch)),
    );
    expect(history.length).toBeLessThanOrEqual(mostEpochs);
    expect(history.at(-1)?.epoch).toBe(99_999);
  });

  test('of a short run every epoch is told, of a long one a few and the newest', () => {
    const told = (from: number, to: number) => {
      let untold: readonly EpochReport[] = [];
      for (let epoch = from; epoch <= to; epoch += 1) untold = withNewest(untold, report(epoch));
      return untold.map(({ epoch }) => epoch);
    };
    expect(told(1, 20)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(told(700, 999)).toHaveLength(300);
    expect(told(100_000, 100_300)).toEqual([100_096, 100_224, 100_300]);
  });
});
