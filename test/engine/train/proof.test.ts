import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../engine/data/prepare.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { templates } from '../../../engine/graph/templates/catalogue.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { outputKey } from '../../../engine/program/program.ts';
import { type Computed, feedsOfLook, type Proof, proofOf, proveNode } from '../../../engine/train/proof.ts';
import { createSession } from '../../../engine/train/running-session.ts';

function open(document: (typeof iris)['document']) {
  const graph = checkGraph(document);
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const made = createSession(graph, prepared.data, 'reference');
  if (!made.ok) throw new Error(made.message);
  const { session } = made;
  const prove = (
    node: string,
    change: (values: Computed['values']) => Computed['values'] = (same) => same,
  ): Proof => {
    const look = session.look({ kind: 'next-batch' });
    const feeds = feedsOfLook(graph, prepared.data, session, look);
    const computed = { name: 'Evaluator', tolerance: 1e-9, values: change(look.values) };
    return proofOf(proveNode(graph, node, feeds, look.mode, computed));
  };
  return { graph, session, prove };
}

describe.each(templates.map(({ id, document }) => [id, document] as const))('template %s', (_, document) => {
  test('every node holds, before training and after some steps', () => {
    const { graph, session, prove } = open(document);
    for (let turn = 0; turn < 2; turn += 1) {
      for (const node of graph.order) {
        const { rows, holds } = prove(node);
        expect(rows.filter((row) => !row.holds)).toEqual([]);
        expect(holds).toBe(true);
        expect(rows.length).toBeGreaterThan(0);
      }
      for (let step = 0; step < 3; step += 1) session.step();
    }
  });
});

test('a layer has its output, and every gradient compared by element', () => {
  const { rows } = open(iris.document).prove('fc1');
  expect(rows.map(({ role, name, compared }) => [role, name, compared])).toEqual([
    ['value', 'output', 0],
    ['gradient', 'input', 4],
    ['parameterGradient', 'weight', 32],
    ['parameterGradient', 'bias', 8],
    ['gradient', 'output', 8],
  ]);
});

test('a session that computes another number is found out, with both numbers', () => {
  const key = outputKey('parameterGradient', 'fc2', 'bias');
  const { rows, holds } = open(iris.document).prove('fc2', (values) => {
    const tensor = values.get(key);
    if (tensor === undefined) throw new Error('there is such a gradient');
    const data = tensor.data.map((value, index) => (index === 1 ? value * 1.001 : value));
    return new Map([...values, [key, { ...tensor, data }]]);
  });
  expect(holds).toBe(false);
  expect(rows.filter((row) => !row.holds).map((row) => row.key)).toEqual([key]);
  expect(rows.find((row) => row.key === key)?.computedError).toBeCloseTo(0.001, 5);
});
