import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runDirectory } from '../../../../engine/cli/oracle/run-directory.ts';

const copies = join(import.meta.dirname, '..', '..', '..', 'oracle');
const slides = readFileSync(join(copies, 'slides.json'), 'utf8');
const only = (files: Readonly<Record<string, string>>) => runDirectory((path) => files[path]);

test('a file is listed with its counts, the totals stand last', () => {
  const { lines, ok } = only({ 'slides.json': slides });
  expect(lines).toContain('train.json: not there');
  expect(lines[0]).toMatch(/^slides\.json: \d+ passed, 0 failed, 0 skipped$/);
  expect(lines.at(-1)).toMatch(/^\d+ passed, 0 failed, 0 skipped$/);
  expect(ok).toBe(true);
});

test('a file that is broken fails, and so does a directory with nothing in it', () => {
  const broken = only({ 'slides.json': '{' });
  expect(broken.ok).toBe(false);
  expect(broken.lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  expect(only({}).ok).toBe(false);
  expect(only({ 'ops.json': '{}' }).lines).toContain('  failed   ops.json: it has no cases');
  expect(only({ 'ops.json': '[]' }).lines).toContain('  failed   ops.json: a JSON object is expected');
});

test.each([
  [
    'ops.json',
    { cases: [null, { id: 'a' }] },
    ['cases[0]: a case is an object; found null', 'a: the case has no op, args, inputs'],
  ],
  ['ops.json', { cases: 7 }, ['cases: a list of cases is expected']],
  [
    'graphs.json',
    { graphs: [{}] },
    ['graphs[0]: the case has no nodes, losses, parameters, inputs, targets, values, loss'],
  ],
  ['init.json', { mt19937: [{ seed: 1 }] }, ['mt19937/1: the case has no first, from_620, from_1245']],
  ['init.json', { cases: [{ id: 'rand', steps: [] }] }, ['cases[0]: the case has no seed']],
  [
    'iris/splits.json',
    { iris: [{}] },
    ['iris[0]: the case has no test_size, random_state, train, valid, test, sizes, class_counts'],
  ],
  [
    'iris/scaled.json',
    { splits: [{}] },
    ['splits[0]: the case has no random_state, mean, scale, X_train, Y_train, X_valid, X_test'],
  ],
  [
    'summary/summary.json',
    { cases: [{ id: 'a', model: {} }] },
    ['a: the case has no input_size, parameters, pypi151'],
  ],
  ['train.json', { runs: [{ optimizer: 'SGD' }] }, ['train.json: `problem` and `steps` are expected']],
  [
    'train.json',
    { problem: {}, steps: 1, runs: [{ optimizer: 'SGD' }] },
    ['runs[0]: the case has no args, losses, lrs, final'],
  ],
])('what is malformed in %s fails by its id or place, and nothing stops (%#)', (path, file, failures) => {
  const { lines } = only({ [path]: JSON.stringify(file) });
  expect(lines.filter((line) => line.startsWith('  failed')).map((line) => line.slice(11))).toEqual(failures);
});

test('failures are listed by id', () => {
  const changed = slides.replace('"loss":0.77,', '"loss":0.78,');
  const { lines, ok } = only({ 'slides.json': changed });
  expect(lines[1]).toMatch(/^ {2}failed {3}softmax_regression_step: printed loss\[0\] is 0\.77/);
  expect(ok).toBe(false);
});
