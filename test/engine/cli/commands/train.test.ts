import { expect, test, vi } from 'vitest';
import { writeDocument } from '../../../../engine/formats/json.ts';
import { groupNodes } from '../../../../engine/graph/group-nodes.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import { runRecorded } from '../recorded-terminal.ts';

const text = writeDocument(iris.document);
const train = (file: string, ...options: readonly string[]) =>
  runRecorded(['train', '-', ...options], { '-': file });

test('prints a line per epoch and the test accuracy last: 0.9 for the course', () => {
  const { exitCode, output } = train(text);
  const lines = output.trimEnd().split('\n');
  expect(exitCode).toBe(0);
  expect(lines).toHaveLength(iris.document.training.epochs + 1);
  expect(lines[0]).toMatch(/^epoch {2}1 {2}loss 1\.00956\d {2}train \d+\.\d\d % {2}validation \d+\.\d\d %$/);
  expect(lines.at(-1)).toBe('test accuracy 90.00 % of 30 rows');
});

test('--json gives an object per epoch, then the test part', () => {
  const { output } = train(text, '--epochs', '2', '--json');
  const lines = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  expect(lines.map(({ epoch }) => epoch)).toEqual([1, 2, undefined]);
  expect(lines.at(-1)).toEqual({ test: lines[1]?.['test'] });
});

test('the seed decides the weights, and the same seed gives the same run', () => {
  const run = (seed: string): string => train(text, '--epochs', '1', '--seed', seed).output;
  expect(run('1')).toBe(run('1'));
  expect(run('1')).not.toBe(run('2'));
});

test('a graph without a test part ends with its training accuracy', () => {
  const split = { ...iris.document.data.split, validation: 0, test: 0 };
  const document = { ...iris.document, data: { ...iris.document.data, split } };
  const { output } = train(writeDocument(document), '--epochs', '1');
  expect(output.trimEnd().split('\n').at(-1)).toMatch(/^train accuracy \d+\.\d\d % of 150 rows$/);
});

test.each([
  [
    'an unknown data set',
    { ...iris.document, data: { ...iris.document.data, dataset: 'unheard' } },
    'unheard',
  ],
  [
    'a graph that cannot train',
    { ...iris.document, edges: iris.document.edges.filter(({ to }) => to[0] !== 'fc1') },
    'fc1',
  ],
])('%s is refused in words', (_, document, word) => {
  const { exitCode, output, errors } = train(writeDocument(document));
  expect([exitCode, output]).toEqual([1, '']);
  expect(errors).toContain(word);
});

test('a graph with a block trains to the same numbers as without', () => {
  const grouped = groupNodes(iris.document, [], ['fc1', 'act1']);
  if (!grouped.ok) throw new Error(grouped.reason);
  const run = (file: string): string => train(file, '--epochs', '2').output;
  expect(run(writeDocument(grouped.document))).toBe(run(text));
});

test('--folds gives a line per fold, then mean and standard deviation', () => {
  const { exitCode, output } = train(text, '--epochs', '1', '--folds', '3');
  expect(exitCode).toBe(0);
  const lines = output.trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^fold 1 {2}loss \d\.\d{6} {2}accuracy \d+\.\d\d % {2}of 50 rows$/);
  expect(lines[3]).toMatch(
    /^mean ± std {2}loss \d\.\d{6} ± \d\.\d{6} {2}accuracy \d+\.\d\d % ± \d+\.\d\d %$/,
  );
  const refused = train(text, '--folds', '151');
  expect(refused.exitCode).toBe(1);
});

test('--report ends with every score of the test part', () => {
  const { output } = train(text, '--epochs', '1', '--report');
  expect(output).toContain('test accuracy');
  expect(output).toMatch(/precision +recall +F1 +samples\nclass 0 /);
  expect(output).toContain('true \\ predicted');
});

test('without WebAssembly’s vectors it says so and trains on the reference', () => {
  const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
  const { exitCode, output, errors } = train(text, '--epochs', '2');
  validate.mockRestore();
  expect(exitCode).toBe(0);
  expect(errors).toMatch(
    /vectors \(SIMD\) is missing or switched off here: the float64 reference trains instead/,
  );
  expect(output).toBe(train(text, '--epochs', '2').output);
  expect(train(text, '--epochs', '1').errors).toBe('');
});
