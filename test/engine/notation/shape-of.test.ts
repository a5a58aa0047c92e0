import { expect, test } from 'vitest';
import {
  call,
  type Expression,
  fraction,
  hadamard,
  minus,
  number,
  product,
  symbol,
  transposed,
} from '../../../engine/notation/expression.ts';
import { shapeOf } from '../../../engine/notation/shape-of.ts';
import type { Shape } from '../../../engine/program/shape.ts';

const x = symbol('x', { shape: ['N', 4] });
const W = symbol('W', { shape: [8, 4] });
const b = symbol('b', { shape: [8] });
const unknown = symbol('u');

const table: readonly (readonly [Expression, Shape | undefined])[] = [
  [product(x, transposed(W)), ['N', 8]],
  [product(number(2), x), ['N', 4]],
  [product(x, W), undefined],
  [minus(product(x, transposed(W)), b), ['N', 8]],
  [hadamard(x, unknown), undefined],
  [fraction(x, { kind: 'size', of: ['N'] }), ['N', 4]],
  [call('softmax', x), ['N', 4]],
  [call('onehot', x), undefined],
  [{ kind: 'indicator', left: x, relation: '>', right: number(0) }, ['N', 4]],
  [{ kind: 'derivative', over: symbol('L'), by: W }, [8, 4]],
  [{ kind: 'bigSum', over: 'N', of: x }, undefined],
  [{ kind: 'power', base: x, exponent: number(2) }, ['N', 4]],
];

test.each(table)('%#', (expression, shape) => {
  expect(shapeOf(expression)).toEqual(shape);
});
