import { expect, test } from 'vitest';
import { runSplits, type SplitsFixture } from '../../../../../engine/cli/oracle/iris/splits.ts';
import fixture from '../../../../oracle/iris/splits.json' with { type: 'json' };

const file = fixture as unknown as SplitsFixture;

test('all 24 splits of scikit-learn and permutations of NumPy come out to the row; none is left out', () => {
  expect(file.iris.length + file.plain.length + file.permutations.length).toBe(24);
  expect(runSplits(file)).toEqual({ passed: 24, failed: [], skipped: [] });
});

test('another state or size fails', () => {
  const [split] = file.iris;
  const [plain] = file.plain;
  if (split === undefined || plain === undefined) throw new Error('there are splits');
  const changed = runSplits({
    iris: [{ ...split, random_state: [8, 7] }],
    plain: [{ ...plain, n: plain.n + 1 }],
    permutations: [],
  });
  expect(changed.failed).toHaveLength(2);
});
