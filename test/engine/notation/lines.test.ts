import { expect, test } from 'vitest';
import { minus, number, plus, product } from '../../../engine/notation/expression.ts';
import { sumLines } from '../../../engine/notation/lines.ts';
import { toText } from '../../../engine/notation/text.ts';

test('a sum goes on in further lines, each of which begins with its sign', () => {
  const sum = plus(product(number(2), number(3)), minus(number(4), number(5)), number(-6));
  expect(sumLines(sum).map((line) => toText(line).trim())).toEqual(['2 · 3', '+ 4', '− 5', '− 6']);
  expect(sumLines(minus(number(1), plus(number(2), number(3)))).map(toText)).toHaveLength(2);
  expect(sumLines(number(1))).toEqual([number(1)]);
});
