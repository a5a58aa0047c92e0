import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runDirectory } from '../../../../engine/cli/oracle/run-directory.ts';

const copies = join(import.meta.dirname, '..', '..', '..', 'oracle');
const slides = readFileSync(join(copies, 'slides.json'), 'utf8');
const only = (files: Readonly<Record<string, string>>) => runDirectory((path) => files[path]);

test('a file is listed with its counts, the totals stand last', () => {
  const { lines, ok } = only({ 'slides.json': slides });
  expect(lines[0]).toMatch(/^slides\.json: \d+ passed, 0 failed, 0 skipped$/);
  expect(lines.at(-1)).toMatch(/^\d+ passed, 0 failed, 0 skipped$/);
  expect(ok).toBe(true);
});

test('a file that is broken fails, and so does a directory with nothing in it', () => {
  const broken = only({ 'slides.json': '{' });
  expect(broken.ok).toBe(false);
  expect(broken.lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  expect(only({}).ok).toBe(false);
});

test('failures are listed by id', () => {
  const changed = slides.replace('"loss":0.77,', '"loss":0.78,');
  const { lines, ok } = only({ 'slides.json': changed });
  expect(lines[1]).toMatch(/^ {2}failed {3}softmax_regression_step: printed loss\[0\] is 0\.77/);
  expect(ok).toBe(false);
});
