import { describe, expect, test } from 'vitest';
import { prepareData } from '../../../../engine/data/prepare.ts';
import { readDocument, writeDocument } from '../../../../engine/formats/json.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { documentSchema, type GraphDocument } from '../../../../engine/graph/document.ts';
import { findTemplate, templates } from '../../../../engine/graph/templates/catalogue.ts';
import { createSession } from '../../../../engine/train/running-session.ts';
import type { TrainingSession } from '../../../../engine/train/session.ts';

function sessionFor(document: GraphDocument): TrainingSession {
  const prepared = prepareData(document.data);
  if (!prepared.ok) throw new Error(prepared.message);
  const result = createSession(checkGraph(document), prepared.data);
  if (!result.ok) throw new Error(result.message);
  return result.session;
}

test('there is one template per example of the course, and one of a formula of one’s own', () => {
  expect(templates.map(({ id }) => id)).toEqual([
    'logistic-regression',
    'softmax-by-hand',
    'mlp-by-hand',
    'two-linears',
    'mlp-sigmoid',
    'mlp-relu',
    'mlp-tanh',
    'relu-cross-entropy',
    'iris',
    'own-formula',
  ]);
});

test('a template is found by its id', () => {
  expect(findTemplate('iris')?.document.name).toBe('Iris 4-8-3');
  expect(findTemplate('nothing')).toBeUndefined();
});

describe.each(templates)('$id', ({ id, document, facts }) => {
  test('is a document of the current version', () => {
    expect(documentSchema.parse(document)).toEqual(document);
  });

  test('has nothing to complain about and can train', () => {
    const checked = checkGraph(document);
    // Two layers come to one in the examples that show just that.
    const showsIt = id === 'two-linears' || id === 'mlp-by-hand';
    expect(checked.diagnostics.map(({ kind }) => kind)).toEqual(showsIt ? ['stacked-linear'] : []);
    expect(checked.trainable).toBe(true);
  });

  test('comes back from its text as it was', () => {
    const read = readDocument(writeDocument(document));
    expect(read).toEqual({ ok: true, document, diagnostics: [] });
  });

  test('trains on its data: the loss falls', () => {
    const session = sessionFor(document);
    const before = session.report().train.loss;
    while (!session.progress.done) session.step();
    expect(session.report().train.loss).toBeLessThan(0.9 * before);
  });

  test('has the sizes and the count that its facts state', () => {
    const checked = checkGraph(document);
    const sizes = [...checked.nodes.values()]
      .filter(({ operator }) => operator.feed === 'features' || operator.name === 'Linear')
      .map(({ outputs }) => outputs.get('output')?.shape.at(-1));
    expect(facts).toEqual([sizes.join('-'), `${checked.parameterCount.total} params`]);
  });

  test('is drawn from left to right on the grid, cards apart', () => {
    const positions = document.nodes.map(({ position }) => position);
    expect(positions.flatMap(({ x, y }) => [x % 16, y % 16]).every((rest) => rest === 0)).toBe(true);
    const chain = positions.filter(({ y }) => y === positions[0]?.y);
    const below = positions.filter(({ y }) => y !== positions[0]?.y);
    chain.slice(1).forEach(({ x, y }, index) => {
      expect(x - (chain[index]?.x ?? x)).toBeGreaterThanOrEqual(128);
      expect(y).toBe(chain[index]?.y);
    });
    expect(below.length).toBeGreaterThan(0);
    for (const { y } of below) expect(y).toBeGreaterThan((chain[0]?.y ?? 0) + 128);
  });
});
