import { expect, test } from 'vitest';
import { runScaled, type ScaledFixture } from '../../../../../engine/cli/oracle/iris/scaled.ts';
import fixture from '../../../../oracle/iris/scaled.json' with { type: 'json' };

const file = fixture as unknown as ScaledFixture;

test('both splits scaled by scikit-learn (2 cases) come out to the digit; none is left out', () => {
  expect(file.splits).toHaveLength(2);
  expect(runScaled(file)).toEqual({ passed: 2, failed: [], skipped: [] });
});

test('one unit in the last place of float32 fails', () => {
  const [split] = file.splits;
  if (split === undefined) throw new Error('there are splits');
  const { shape, data } = split.X_train;
  const changed = Float32Array.from(data as number[]);
  changed[5] = (changed[5] as number) * (1 + 2 ** -23);
  const { failed } = runScaled({ splits: [{ ...split, X_train: { shape, data: [...changed] } }] });
  expect(failed).toEqual([{ id: expect.any(String), why: expect.stringMatching(/^X_train\[5\] is /) }]);
});
