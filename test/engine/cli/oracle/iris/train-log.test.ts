import { expect, test } from 'vitest';
import { runTrainLog, type TrainLogFixture } from '../../../../../engine/cli/oracle/iris/train-log.ts';
import fixture from '../../../../oracle/iris/train_log.json' with { type: 'json' };

// The statistics over 100 seeds train 200 networks; `npm run oracle` runs them.
const { over_100_seeds: _, ...file } = fixture as unknown as TrainLogFixture;

test("every run of the course's training comes out, and what the slides print of theirs", () => {
  expect(runTrainLog(file)).toEqual({ passed: file.runs.length + 1, failed: [], skipped: [] });
});

test('a single seed counts in the statistics as it trains', () => {
  const run = file.runs.find(({ reading }) => reading === 'per_sample');
  if (run === undefined) throw new Error('there is a run');
  const [test_accuracy, initial] = [run.test_correct / 30, run.initial_valid_correct / 30];
  const statistics = {
    seeds: [run.seed, run.seed] as const,
    test_accuracy_mean: Number(test_accuracy.toFixed(4)),
    min: Number(test_accuracy.toFixed(4)),
    max: Number(test_accuracy.toFixed(4)),
    share_with_test_at_least_0_9: test_accuracy >= 0.9 ? 1 : 0,
    initial_valid_accuracy_mean: Number(initial.toFixed(4)),
  };
  const only = { ...file, runs: [] };
  const right = runTrainLog({ ...only, over_100_seeds: { per_sample: statistics } });
  expect(right.passed).toBe(1);
  const wrong = { ...statistics, test_accuracy_mean: statistics.test_accuracy_mean - 0.01 };
  expect(runTrainLog({ ...only, over_100_seeds: { per_sample: wrong } }).failed).toHaveLength(1);
});

test('a run from another seed fails', () => {
  const [run] = file.runs;
  if (run === undefined) throw new Error('there is a run');
  expect(runTrainLog({ ...file, epochs: 1, runs: [{ ...run, seed: run.seed + 1 }] }).failed).toHaveLength(1);
});
