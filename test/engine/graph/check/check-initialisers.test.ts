import { expect, test } from 'vitest';
import { readDocument, writeDocument } from '../../../../engine/formats/json.ts';
import { checkGraph } from '../../../../engine/graph/check/check.ts';
import { applyFix } from '../../../../engine/graph/edit/apply-fix.ts';
import { setInitialiser, setWeights } from '../../../../engine/graph/edit/edit.ts';
import type { ParameterInitialiser } from '../../../../engine/graph/initialiser-schema.ts';
import { iris } from '../../../../engine/graph/templates/iris.ts';

const { document } = iris;
const xavier = { kind: 'xavier_uniform', gain: 1 } as const;

const faults = (parameter: string, initialiser: ParameterInitialiser) =>
  checkGraph(setInitialiser(document, 'fc1', parameter, initialiser)).diagnostics.filter(
    ({ kind }) => kind === 'bad-initialiser',
  );

test('what fits no parameter is named, and its fix gives the document back', () => {
  expect(faults('weight', xavier)).toEqual([]);
  expect(faults('bias', xavier)[0]?.message).toContain('two dimensions or more, as in PyTorch; found 8');
  expect(faults('weight', { kind: 'uniform', from: 2, to: 1 })[0]?.message).toBe(
    'Expected from ≤ to; found 2 and 1.',
  );
  const stray = faults('gamma', { kind: 'zeros' })[0];
  expect(stray?.message).toBe('Expected a parameter of its own; found none called gamma.');
  const [fix] = stray?.fixes ?? [];
  if (fix === undefined) throw new Error('there is a fix');
  expect(applyFix(setInitialiser(document, 'fc1', 'gamma', { kind: 'zeros' }), fix)).toEqual(document);
});

test('an initialiser is kept in the file and takes the place of stored weights', () => {
  const stored = setWeights(document, 'fc1/bias', [8], new Array(8).fill(1));
  const set = setInitialiser(stored, 'fc1', 'bias', { kind: 'normal', mean: 0, std: 0.1 });
  expect(set.weights).toBeUndefined();
  const read = readDocument(writeDocument(set));
  expect(read).toMatchObject({ ok: true, document: set });
});
