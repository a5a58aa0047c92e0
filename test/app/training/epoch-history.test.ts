import { describe, expect, test } from 'vitest';
import { mostEpochs, withReports } from '../../../app/training/epoch-history.ts';
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
});
