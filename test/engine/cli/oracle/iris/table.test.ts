import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runIrisTable } from '../../../../../engine/cli/oracle/iris/table.ts';

const text = readFileSync(
  join(import.meta.dirname, '..', '..', '..', '..', 'oracle', 'iris', 'iris.csv'),
  'utf8',
);

test('the built-in table is the published one (1 case of 150 rows)', () => {
  expect(runIrisTable(text)).toEqual({ passed: 1, failed: [], skipped: [] });
});

test('a changed measure or a missing row fails', () => {
  expect(runIrisTable(text.replace('4.9,3,1.4', '4.9,3.1,1.4')).failed).toHaveLength(1);
  expect(runIrisTable(text.trim().replace(/\n[^\n]*$/, '')).failed).toHaveLength(1);
});
