import { expect, test } from 'vitest';
import { generalFormula } from '../../../app/canvas/card-formula.ts';
import { operators } from '../../../engine/operators/catalogue.ts';

test('the card of an operator that is not wired yet shows its formula with the defaults, and no NaN', () => {
  for (const operator of operators) {
    // What is no number becomes null in JSON.
    expect(JSON.stringify(generalFormula(operator) ?? ''), operator.name).not.toMatch(/NaN|null/);
  }
  const layerNorm = operators.find(({ name }) => name === 'LayerNorm');
  expect(JSON.stringify(layerNorm && generalFormula(layerNorm))).toContain('γ');
});
