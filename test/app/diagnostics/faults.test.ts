import { expect, test } from 'vitest';
import { faultsOf, portsInError, troubleOf } from '../../../app/diagnostics/faults.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import type { Diagnostic } from '../../../engine/graph/check/diagnostic.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { addNode } from '../../../engine/graph/edit/edit.ts';

const fault = (node: string, port: string, severity: Diagnostic['severity']): Diagnostic => ({
  kind: 'shape-mismatch',
  code: 'E301',
  severity,
  title: `${node} ${port}`,
  message: '',
  node,
  port,
  fixes: [],
});

test('faults of a node come worst first, with those inside a block', () => {
  const found = [
    fault('b/fc1', 'input', 'note'),
    fault('b/inner/fc2', 'input', 'error'),
    fault('b', 'input', 'warning'),
    fault('bb', 'input', 'error'),
  ];
  expect(faultsOf(found, 'b').map(({ title }) => title)).toEqual([
    'b/inner/fc2 input',
    'b input',
    'b/fc1 input',
  ]);
  expect(faultsOf(found, 'b/inner').map(({ title }) => title)).toEqual(['b/inner/fc2 input']);
  expect(faultsOf(found, 'fc1')).toEqual([]);
});

test('faults that the check finds come worst first', () => {
  const lone = addNode(emptyDocument(), 'CrossEntropyLoss', { x: 0, y: 0 });
  const severities = faultsOf(checkGraph(lone.document).diagnostics, lone.ids[0] ?? '').map(
    ({ severity }) => severity,
  );
  const order = ['error', 'warning', 'note'];
  expect(severities.length).toBeGreaterThan(0);
  expect(severities).toEqual([...severities].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
});

test('only ports of the node itself are in error, and only by errors', () => {
  const found = [fault('a', 'input', 'error'), fault('a', 'other', 'note'), fault('a/x', 'third', 'error')];
  expect(portsInError(found, 'a')).toEqual(['input']);
  expect(portsInError(found, 'x')).toEqual([]);
});

test('nodes in error are counted once, and advice is none', () => {
  const found = [fault('a', 'input', 'error'), fault('a', 'other', 'warning'), fault('b', 'input', 'advice')];
  expect(troubleOf(found)).toEqual({ inError: 1, unfinished: false });
  expect(troubleOf([{ ...fault('a', 'input', 'note'), kind: 'missing-connection' }]).unfinished).toBe(true);
});
