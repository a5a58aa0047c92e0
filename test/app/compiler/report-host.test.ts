import { expect, test } from 'vitest';
import { ReportHost } from '../../../app/compiler/report-host.ts';
import { emptyDocument } from '../../../engine/graph/document.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';

test('a graph is sent once; nodes are asked for one by one', () => {
  const host = new ReportHost();
  expect(host.answer({ request: 1, node: 'fc1' }).kind).toBe('failed');
  const first = host.answer({ request: 2, node: 'fc1', document: iris.document });
  const second = host.answer({ request: 3, node: 'fc2' });
  expect(first).toMatchObject({ request: 2, kind: 'report' });
  expect(second).toMatchObject({ request: 3, kind: 'report' });
  expect(second).not.toEqual({ ...first, request: 3 });
});

test('graphs that are empty or in error have reports too, of what can be computed', () => {
  const host = new ReportHost();
  const { edges, ...others } = iris.document;
  const unwired = { ...others, edges: edges.slice(1) };
  for (const document of [emptyDocument(), unwired]) {
    const answer = host.answer({ request: 1, node: 'fc1', document });
    expect(answer).toMatchObject({ kind: 'report', report: { primitives: [] } });
  }
});
