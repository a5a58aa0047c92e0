import { expect, test } from 'vitest';
import { writeDocument } from '../../../../engine/formats/json.ts';
import { insertNew } from '../../../../engine/graph/edit/rewire.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';
import { runRecorded } from '../recorded-terminal.ts';

const text = writeDocument(iris.document);
const check = (file: string, ...options: readonly string[]) =>
  runRecorded(['check', '-', ...options], { '-': file });

test('a sound graph has its count and nothing else', () => {
  expect(check(text)).toEqual({ exitCode: 0, output: '67 parameters\n', errors: '' });
  expect(check(text, '--params', '67').exitCode).toBe(0);
});

test('another count than expected fails and says both', () => {
  const { exitCode, output } = check(text, '--params', '1,068');
  expect(exitCode).toBe(1);
  expect(output).toBe('67 parameters\nexpected 1,068 parameters, found 67\n');
});

test('an error is printed with its code and place, and fails', () => {
  const edges = iris.document.edges.filter(({ to }) => to[0] !== 'fc2');
  const { exitCode, output } = check(writeDocument({ ...iris.document, edges }));
  expect(exitCode).toBe(1);
  expect(output).toMatch(/^\w+ E105 fc2\.input: /m);
});

test('a warning does not fail', () => {
  const nodes = iris.document.nodes.filter(({ id }) => id !== 'loss' && id !== 'y');
  const edges = iris.document.edges.filter(({ to }) => to[0] !== 'loss');
  const { exitCode, output } = check(writeDocument({ ...iris.document, nodes, edges }));
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^warning W301/m);
});

test('with --strict a warning fails, advice does not', () => {
  const chain = (...operators: readonly string[]) =>
    operators.reduce(
      (all, operator) => insertNew(all, { from: ['fc2', 'output'], to: ['loss', 'input'] }, operator),
      iris.document,
    );
  const softmax = check(writeDocument(chain('Softmax')), '--strict');
  expect(softmax.exitCode).toBe(1);
  expect(softmax.output).toMatch(/^warning W401 loss\.input: loss gets probabilities/m);
  const clipped = check(writeDocument(chain('ReLU')), '--strict');
  expect(clipped.exitCode).toBe(0);
  expect(clipped.output).toMatch(/^advice A412 loss\.input: /m);
});

test('frozen parameters are counted apart', () => {
  const nodes = iris.document.nodes.map((node) => (node.id === 'fc1' ? { ...node, frozen: true } : node));
  expect(check(writeDocument({ ...iris.document, nodes })).output).toContain(
    '67 parameters, 40 of them frozen\n',
  );
});

test.each([
  ['{', /^standard input: error E502: /],
  ['[]', /^standard input: error E502: /],
  [text.replace('"version": 1', '"version": 999'), /^standard input: error E501: /],
])('a file that is no document fails with the reason (%#)', (file, message) => {
  const { exitCode, output, errors } = check(file);
  expect([exitCode, output]).toEqual([1, '']);
  expect(errors).toMatch(message);
});

test('a file that is not there fails with the reason', () => {
  expect(runRecorded(['check', 'nowhere.json'])).toEqual({
    exitCode: 1,
    output: '',
    errors: 'cannot read nowhere.json: there is no such file\n',
  });
});
