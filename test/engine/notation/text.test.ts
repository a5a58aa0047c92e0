import { expect, test } from 'vitest';
import { number, subscript, symbol } from '../../../engine/notation/expression.ts';
import { toText } from '../../../engine/notation/text.ts';

test.each([
  [symbol('z', { index: 10 }), 'z₁₀'],
  [symbol('y', { hat: true, index: 2 }), 'ŷ₂'],
  [symbol('p', { hat: true }), 'p\u0302'],
  [symbol('fc\u202e1', { upright: true }), 'fc1'],
  [number(-1e-5), '−10⁻⁵'],
  [number(2.5e12), '2.5·10¹²'],
  [number(Number.NaN), 'NaN'],
  [subscript(symbol('x'), symbol('0:3', { upright: true })), 'x_(0:3)'],
] as const)('%j is %s', (expression, text) => {
  expect(toText(expression)).toBe(text);
});
