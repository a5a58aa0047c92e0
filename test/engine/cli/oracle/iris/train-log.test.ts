import { expect, test } from 'vitest';
import { runTrainLog, type TrainLogFixture } from '../../../../../engine/cli/oracle/iris/train-log.ts';
import fixture from '../../../../oracle/iris/train_log.json' with { type: 'json' };

const { over_100_seeds, ...file } = fixture as unknown as TrainLogFixture;

test.each(['reference', 'compiled'] as const)(
  "%s: all 16 runs of the course's training come out, and what the slides print of theirs (17 cases)",
  (arithmetic) => {
    expect(file.runs).toHaveLength(16);
    expect(file.runs.map(({ seed }) => seed)).toContain(1_800_765_691);
    expect(runTrainLog(file, arithmetic)).toEqual({ passed: 17, failed: [], skipped: [] });
  },
);

// 200 networks are trained for it, by what trains them for a person too; the reference is held to the runs above.
test('both statistics over 100 seeds come out (2 cases)', { timeout: 300_000 }, () => {
  expect(Object.keys(over_100_seeds ?? {})).toHaveLength(2);
  const seeds = over_100_seeds === undefined ? {} : { over_100_seeds };
  const found = runTrainLog({ ...file, runs: [], ...seeds }, 'compiled');
  expect(found.failed).toEqual([]);
  expect(found.passed).toBe(2);
  expect(found.skipped).toEqual([{ id: 'slide', why: "no run of the file has the slides' first logits" }]);
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
