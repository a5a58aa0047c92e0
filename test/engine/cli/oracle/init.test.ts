import { expect, test } from 'vitest';
import { type InitFixture, runInit } from '../../../../engine/cli/oracle/init.ts';
import fixture from '../../../oracle/init.json' with { type: 'json' };

const file = fixture as unknown as InitFixture;

test("PyTorch's numbers come out to the bit, but for the last bits of float64 normal numbers", () => {
  const { passed, failed, skipped } = runInit(file);
  expect(failed).toEqual([]);
  expect(skipped.filter(({ id }) => !id.startsWith('randn_float64/'))).toEqual([]);
  expect(passed + skipped.length).toBe(file.mt19937.length + file.cases.length);
});

test('another seed fails', () => {
  const [first] = file.cases;
  if (first === undefined) throw new Error('there are cases');
  expect(runInit({ mt19937: [], cases: [{ ...first, seed: first.seed + 1 }] }).failed).toHaveLength(1);
});

test('a call that is not known is left out', () => {
  const steps = [{ op: 'poisson', args: {}, out: '0' }];
  expect(runInit({ mt19937: [], cases: [{ id: 'new', seed: 0, steps }] }).skipped).toEqual([
    { id: 'new/0', why: 'the call poisson is not known' },
  ]);
});
