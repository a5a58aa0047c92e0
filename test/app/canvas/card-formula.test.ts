import { expect, test } from 'vitest';
import { formulaUnwired, generalFormula } from '../../../app/canvas/card-formula.ts';
import { checkGraph } from '../../../engine/graph/check/check.ts';
import { setAttribute } from '../../../engine/graph/edit/edit.ts';
import { iris } from '../../../engine/graph/templates/iris.ts';
import { toText } from '../../../engine/notation/text.ts';
import { operators } from '../../../engine/operators/catalogue.ts';

test('the card of an operator that is not wired yet shows its formula with the defaults, and no NaN', () => {
  for (const operator of operators) {
    // What is no number becomes null in JSON.
    expect(JSON.stringify(generalFormula(operator) ?? ''), operator.name).not.toMatch(/NaN|null/);
  }
  const layerNorm = operators.find(({ name }) => name === 'LayerNorm');
  expect(JSON.stringify(layerNorm && generalFormula(layerNorm))).toContain('γ');
});

test('a card in error keeps its number and the names of what reaches it, and so does the card that it feeds', () => {
  const wrong = checkGraph(setAttribute(iris.document, 'fc2', 'in_features', 5));
  const written = (id: string) => toText(formulaUnwired(wrong, id) as never);
  expect(wrong.nodes.has('fc2')).toBe(false);
  expect(written('fc2')).toBe('z₂ = a W₂ᵀ + b₂');
  expect(written('loss')).toContain('softmax(z₂)');
});
