import { expect, test } from 'vitest';
import { type OpsFixture, runOps } from '../../../../engine/cli/oracle/ops.ts';
import fixture from '../../../oracle/ops.json' with { type: 'json' };

const file = fixture as unknown as OpsFixture;

const only = (id: string): OpsFixture => ({ cases: file.cases.filter((item) => item.id === id) });

test('compiled, 478 of these agree too, in float32', () => {
  const { passed, failed } = runOps(file, 'compiled');
  // 0.5 + x/6 rounds to 0 in float32 for an x one unit above −3, and a derivative is 0 there.
  expect(failed.map(({ id }) => id)).toEqual(['Hardsigmoid/edge']);
  expect(passed).toBe(478);
}, 60_000);

test('479 of 546 operations and their gradients agree with PyTorch; 67 are left out', () => {
  const { passed, failed, skipped } = runOps(file);
  expect(failed).toEqual([]);
  expect([passed, skipped.length, file.cases.length]).toEqual([479, 67, 546]);
  const cases = new Map<string, number>();
  const others = skipped.filter(({ why }) => {
    const [, missing] = /^there is no operator (\w+) yet$/.exec(why) ?? [];
    if (missing !== undefined) cases.set(missing, (cases.get(missing) ?? 0) + 1);
    return missing === undefined;
  });
  expect(Object.fromEntries(cases)).toEqual({
    BatchNorm2d: 4,
    Conv1d: 14,
    Conv2d: 17,
    MaxPool2d: 11,
    AvgPool2d: 10,
    MaxPool1d: 2,
    AvgPool1d: 2,
    AdaptiveAvgPool2d: 2,
  });
  expect(others.map(({ id, why }) => `${id}: ${why}`)).toEqual([
    'Softsign/edge: g/(1 + |x|)² is 0 at ±∞ where PyTorch subtracts ∞/∞ and has NaN; the other numbers agree',
    'Softshrink_0.5/edge: PyTorch 1.13 makes NaN 0 (later versions do not); the other numbers agree',
    "SoftMarginLoss/edge/none: PyTorch's gradient overflows to ∞/∞ where Nodegrad's is finite; the other numbers agree",
    ...[0, 1].map(
      (target) =>
        `BCEWithLogitsLoss/edge_target_${target}/none: softplus(z) − y z of an infinite logit is not that of PyTorch, (1 − y) z + softplus(−z); the other numbers agree`,
    ),
  ]);
});

test('a wrong number fails, in the output and in a gradient', () => {
  const [plain] = only('CrossEntropyLoss/plain/mean').cases;
  if (plain?.output === undefined) throw new Error('there is such a case');
  const output = { shape: [], data: [0] };
  const lost = { ...plain, output, f64: {} };
  expect(runOps({ cases: [lost] }).failed).toHaveLength(1);
  const turned = { ...plain, input_grads: { input: { shape: [4, 4], data: Array(16).fill(1) } }, f64: {} };
  expect(runOps({ cases: [turned] }).failed[0]?.why).toMatch(/^gradient of input\[0\] is .*, not 1;/);
});

test('what PyTorch refuses is refused: labels that are no class, sizes that differ', () => {
  const refused = file.cases.filter(({ id }) =>
    ['CrossEntropyLoss/target_out_of_range', 'CrossEntropyLoss/batch_mismatch', 'Linear/mismatch'].includes(
      id,
    ),
  );
  expect(runOps({ cases: refused })).toEqual({ passed: 3, failed: [], skipped: [] });
});

test('running statistics after a batch, and a batch of one: refused in training, computed in evaluation', () => {
  const kept = only('BatchNorm1d/2d_train').cases;
  const [train] = kept;
  if (train?.buffers_after?.['running_var'] === undefined) throw new Error('there is such a case');
  expect(runOps({ cases: kept }).passed).toBe(1);
  const running_var = { shape: [3], data: [9, 9, 9] };
  const wrong = { ...train, buffers_after: { ...train.buffers_after, running_var } };
  expect(runOps({ cases: [wrong] }).failed[0]?.why).toMatch(/^running_var\[0\] is .*, not 9;/);
  const single = file.cases.filter(({ id }) => id.startsWith('BatchNorm1d/batch_of_1_'));
  expect(single.map(({ mode }) => mode)).toEqual(['train', 'eval', 'eval']);
  expect(runOps({ cases: single })).toEqual({ passed: 3, failed: [], skipped: [] });
});

test('a mask that PyTorch drew is no fault of ours', () => {
  const [plain] = only('Dropout/p1').cases;
  if (plain === undefined) throw new Error('there is such a case');
  expect(runOps({ cases: [{ ...plain, args: { p: 0.5 } }] }).skipped[0]?.why).toContain('at random');
});

test('operators and arguments that are not there are named', () => {
  const [plain] = only('CrossEntropyLoss/plain/mean').cases;
  if (plain === undefined) throw new Error('there is such a case');
  const cases = [
    { ...plain, id: 'a', op: 'CTCLoss' },
    { ...plain, id: 'b', args: { blank: 0 } },
  ];
  expect(runOps({ cases }).skipped).toEqual([
    { id: 'a', why: 'there is no operator CTCLoss yet' },
    { id: 'b', why: 'CrossEntropyLoss has no attribute blank yet' },
  ]);
});
