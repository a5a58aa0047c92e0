import { expect, test } from 'vitest';
import { writeDocument } from '../../../../engine/formats/json.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import { runRecorded } from '../recorded-terminal.ts';

test('the script is printed; a graph that cannot train is refused', () => {
  const { exitCode, output } = runRecorded(['pytorch-test', '-'], { '-': writeDocument(iris.document) });
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^"""Iris/);
  expect(output).toContain('compare("fc2 gradient of weight"');
  const nodes = iris.document.nodes.filter(({ id }) => id !== 'loss');
  const edges = iris.document.edges.filter(({ to }) => to[0] !== 'loss');
  const refused = runRecorded(['pytorch-test', '-'], {
    '-': writeDocument({ ...iris.document, nodes, edges }),
  });
  expect(refused).toMatchObject({ exitCode: 1, output: '' });
  expect(refused.errors.trim()).not.toBe('');
});
