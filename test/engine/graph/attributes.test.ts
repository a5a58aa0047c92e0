import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  attributeFault,
  defaultAttributes,
  describeExpected,
  resolveAttributes,
} from '../../../engine/graph/attributes.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { emptyDocument, type GraphDocument } from '../../../engine/graph/document.ts';
import { operators } from '../../../engine/operators/catalogue.ts';
import type { Attributes, Operator } from '../../../engine/operators/operator.ts';

const nodeOf = (operator: Operator, attributes: Attributes) => ({
  id: 'n',
  operator: operator.name,
  attributes,
  position: { x: 0, y: 0 },
});

describe.each(operators.map((operator) => [operator.name, operator] as const))('%s', (_, operator) => {
  test('has defaults that fit its own declaration', () => {
    const { attributes, diagnostics } = resolveAttributes(operator, nodeOf(operator, {}));
    expect(diagnostics).toEqual([]);
    expect(attributes).toEqual(defaultAttributes(operator));
  });

  test('takes the attributes of its samples', () => {
    for (const { attributes } of operator.samples) {
      expect(resolveAttributes(operator, nodeOf(operator, attributes)).diagnostics).toEqual([]);
    }
  });

  test('is checked without throwing, whatever its attributes and whatever arrives', () => {
    const value = fc.oneof(
      fc.integer({ min: -3, max: 9 }),
      fc.constantFrom(null, true, 0.5, 1e300, 'mean', 2 ** 53 - 1),
      fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 3 }),
    );
    const names = operator.attributes.map(({ name }) => name);
    const attributes = fc.dictionary(
      names.length === 0 ? fc.constant('none') : fc.constantFrom(...names),
      value,
    );
    const shape = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 });
    fc.assert(
      fc.property(
        attributes,
        fc.array(shape, { minLength: 3, maxLength: 3 }),
        fc.boolean(),
        (drawn, shapes, classes) => {
          const sources = shapes.map((sizes, index) => ({
            ...nodeOf(operator, { shape: sizes }),
            id: `x${index}`,
            operator: 'Input',
          }));
          const target = { ...nodeOf(operator, {}), id: 'y', operator: 'Target' };
          const document: GraphDocument = {
            ...emptyDocument(),
            nodes: [...sources, target, nodeOf(operator, drawn)],
            edges: operator.inputs.map(({ name }, index) => ({
              from: [classes && index === 1 ? 'y' : `x${index % 3}`, 'output'],
              to: ['n', name],
            })),
          };
          const graph = checkGraph(document);
          const faults = graph.diagnostics.filter(
            ({ node, severity }) => node === 'n' && severity === 'error',
          );
          expect(graph.nodes.has('n')).toBe(faults.length === 0);
          for (const { title, message } of faults) expect(`${title} ${message}`).not.toMatch(/undefined|NaN/);
        },
      ),
      { numRuns: 40 },
    );
  });
});

test('what is expected is said for every kind, and what does not fit says it', () => {
  const declarations = operators.flatMap(({ attributes }) => attributes);
  for (const declaration of declarations) {
    expect(describeExpected(declaration).length).toBeGreaterThan(0);
    expect(attributeFault(declaration, { odd: true })).toBe(
      `Expected ${describeExpected(declaration)}; found an object.`,
    );
  }
  expect(new Set(declarations.map(({ kind }) => kind)).size).toBe(7);
});

test('a list that holds an object with a hostile toString is described, not asked', () => {
  const declaration = { kind: 'shape', name: 'shape', help: '', default: [4] } as const;
  expect(attributeFault(declaration, [{ toString: '' }, 2])).toContain('found [an object, 2]');
});
