import { expect, test } from 'vitest';
import { runSummary, type SummaryFixture } from '../../../../engine/cli/oracle/summary.ts';
import { findOperator } from '../../../../engine/operators/catalogue.ts';
import fixture from '../../../oracle/summary/summary.json' with { type: 'json' };

const file = fixture as unknown as SummaryFixture;
const report = runSummary(file);

/** Left out for want of an operator; one that comes later turns them into cases that must pass. */
const missingOperator = report.skipped.flatMap(
  ({ why }) => /^there is no operator (\w+) yet$/.exec(why)?.[1] ?? [],
);

test('no table differs', () => {
  expect(report.failed).toEqual([]);
});

test('every case has passed or is left out for a reason', () => {
  expect(report.passed + report.skipped.length).toBe(file.cases.length);
  expect(missingOperator.filter((name) => findOperator(name) !== undefined)).toEqual([]);
  const forOtherReasons = report.skipped.filter(({ why }) => !why.startsWith('there is no operator'));
  expect(forOtherReasons.map(({ id }) => id)).toEqual([
    'custom_blocks',
    'multi_output_module',
    'multi_output_batch_8',
    'multi_output_other_ranks',
    'shared_between_parents',
    'frozen_bias_only',
    'frozen_weight_only',
    'no_parameters',
    'single_linear_root',
    'long_class_name',
    'own_parameters',
    'returns_scalar',
    'returns_dict',
  ]);
});

test('a recorded error passes when Nodegrad finds it too', () => {
  const cases = file.cases.filter(({ id }) => id === 'wrong_input_size');
  expect(runSummary({ cases })).toEqual({ passed: 1, failed: [], skipped: [] });
});

test('a table that differs by one letter fails, and so does a wrong count', () => {
  const [first] = file.cases;
  if (first?.pypi151.text === undefined) throw new Error('the first case has a table');
  const text = first.pypi151.text.replace('ReLU-2', 'ReLU-3');
  expect(runSummary({ cases: [{ ...first, pypi151: { text } }] }).failed).toEqual([
    { id: first.id, why: expect.stringContaining('ReLU-2') },
  ]);
  expect(runSummary({ cases: [{ ...first, parameters: 68 }] }).failed).toHaveLength(1);
});
