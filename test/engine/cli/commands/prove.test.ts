import { expect, test } from 'vitest';
import { writeDocument } from '../../../../engine/formats/json.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import { runRecorded } from '../recorded-terminal.ts';

const text = writeDocument(iris.document);
const prove = (file: string, ...options: readonly string[]) =>
  runRecorded(['prove', '-', ...options], { '-': file });

test('every node is proved, gradients with both errors', () => {
  const { exitCode, output } = prove(text);
  expect(exitCode).toBe(0);
  for (const { id } of iris.document.nodes) expect(output).toMatch(new RegExp(`^${id}$`, 'm'));
  expect(output).toMatch(/gradient of weight +8×4 .*\de[+-]\d+ +\d\.\de[+-]\d+ +holds$/m);
  expect(output.trimEnd()).toMatch(/all hold: .*$/);
});

test('one node alone', () => {
  const { output } = prove(text, '--node', 'fc1');
  expect(output).toMatch(/^fc1$/m);
  expect(output).not.toMatch(/^fc2$/m);
});

test('a node that is not there and a graph that cannot train are refused', () => {
  expect(prove(text, '--node', 'fc9')).toMatchObject({
    exitCode: 1,
    errors: expect.stringContaining('no node fc9'),
  });
  const edges = iris.document.edges.filter(({ to }) => to[0] !== 'fc2');
  expect(prove(writeDocument({ ...iris.document, edges }))).toMatchObject({ exitCode: 1, output: '' });
});
