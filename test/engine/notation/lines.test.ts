import { expect, test } from 'vitest';
import { type Expression, minus, number, plus, product } from '../../../engine/notation/expression.ts';
import { formulaLines } from '../../../engine/notation/lines.ts';
import { toText } from '../../../engine/notation/text.ts';

test('a sum goes on in further lines, each of which begins with its sign', () => {
  const sum = plus(product(number(2), number(3)), minus(number(4), number(5)), number(-6));
  expect(formulaLines(sum).map((line) => toText(line).trim())).toEqual(['2 · 3', '+ 4', '− 5', '− 6']);
  expect(formulaLines(minus(number(1), plus(number(2), number(3)))).map(toText)).toHaveLength(2);
  expect(formulaLines(number(1))).toEqual([number(1)]);
});

test('a product goes on in further lines where there are matrices in it, and sums in it keep their brackets', () => {
  const rows = (...values: readonly number[]): Expression => ({ kind: 'matrix', rows: [values.map(number)] });
  const written = (of: Expression) => formulaLines(of).map((line) => toText(line).trim());
  expect(written(plus(product(rows(1, 2), { kind: 'transpose', of: rows(3, 4) }), rows(5, 6)))).toEqual([
    '[1 2]',
    '[3 4]ᵀ',
    '+ [5 6]',
  ]);
  expect(written({ kind: 'hadamard', factors: [rows(1), plus(rows(2), rows(3))] })).toEqual([
    '[1]',
    '⊙ ([2] + [3])',
  ]);
  expect(written(product(plus(rows(1), number(2)), rows(3), rows(4)))).toEqual(['([1] + 2) [3]', '[4]']);
});
