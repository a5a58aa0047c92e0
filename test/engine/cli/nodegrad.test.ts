import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const project = join(import.meta.dirname, '..', '..', '..');

const nodegrad = (args: readonly string[], input = '', from = project) =>
  spawnSync(process.execPath, ['--import', 'tsx', join('engine', 'cli', 'nodegrad.ts'), ...args], {
    cwd: project,
    input,
    // As npm sets it: where the person is.
    env: { ...process.env, INIT_CWD: from },
    encoding: 'utf8',
  });

test('the program writes, reads standard input and exits as its commands say', { timeout: 60_000 }, () => {
  const document = nodegrad(['template', 'iris']).stdout;
  const checked = nodegrad(['check', '-', '--params', '67'], document);
  expect([checked.status, checked.stdout, checked.stderr]).toEqual([0, '67 parameters\n', '']);
  expect(nodegrad(['check', '-', '--params', '68'], document).status).toBe(1);
  expect(nodegrad(['check']).status).toBe(2);
  const template = join('engine', 'graph', 'templates', 'iris.ts');
  const elsewhere = nodegrad(['check', 'iris.ts'], '', join(project, template, '..'));
  expect([elsewhere.status, elsewhere.stderr]).toEqual([1, expect.stringContaining('iris.ts: error E502')]);
});
