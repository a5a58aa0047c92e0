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

test('29 of 39 tables are those of torchsummary to the byte; 10 are left out', () => {
  expect(report.failed).toEqual([]);
  expect([report.passed, file.cases.length]).toEqual([29, 39]);
  expect(missingOperator.filter((name) => findOperator(name) !== undefined)).toEqual([]);
  expect(report.skipped.map(({ id, why }) => `${id}: ${why.replace(/ \(.*\)/, '')}`)).toEqual([
    'custom_net_mnist: there is no operator Conv2d yet',
    'two_inputs_other_ranks: there is no operator Conv2d yet',
    'multi_output_other_ranks: torchsummary fails where Nodegrad does not; the counts agree',
    'conv_batchnorm: there is no operator Conv2d yet',
    'no_parameters: torchsummary fails where Nodegrad does not; the counts agree',
    'single_linear_root: torchsummary fails where Nodegrad does not; the counts agree',
    'lstm: there is no operator LSTM yet',
    'gru_then_linear: there is no operator GRU yet',
    'returns_scalar: torchsummary fails where Nodegrad does not; the counts agree',
    'returns_dict: the function as_dict has no operator yet',
  ]);
});

test('a count that is wrong fails where torchsummary itself fails, too', () => {
  const cases = file.cases.filter(({ id }) => id === 'returns_scalar');
  const wrong = cases.map((item) => ({ ...item, trainable: 19 }));
  expect(runSummary({ cases: wrong }).failed).toEqual([
    { id: 'returns_scalar', why: '20 parameters, 20 trainable, not 20, 19' },
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
