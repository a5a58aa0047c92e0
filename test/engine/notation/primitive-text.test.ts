import { describe, expect, test } from 'vitest';
import { primitiveText } from '../../../engine/notation/primitive-text.ts';
import { Builder } from '../../../engine/program/builder.ts';
import type { ValueId } from '../../../engine/program/program.ts';

const builder = new Builder();
const x = builder.input('x', ['N', 4]);
const y = builder.input('y', ['N', 4]);
const w = builder.parameter('fc1/weight', [3, 4]);
const names = { named: () => undefined, called: (id: ValueId) => `v${id}` };

describe('a primitive in one line', () => {
  const sum = builder.sum(x, [0]);
  const product = builder.multiply(builder.add(x, y), builder.subtract(x, y));
  test.each<readonly [ValueId, number, string]>([
    [builder.matmul(x, builder.transposeMatrix(w)), 2, 'matmul(x, transpose(fc1.weight, axes 1 0))'],
    [product, 2, '(x + y) · (x − y)'],
    [builder.subtract(x, builder.subtract(x, y)), 2, 'x − (x − y)'],
    [builder.divide(x, builder.constant(2)), 2, 'x / broadcast(2, [N, 4])'],
    [builder.negate(builder.add(x, y)), 2, '−(x + y)'],
    [builder.negate(builder.multiply(x, y)), 2, '−x · y'],
    [builder.multiply(builder.negate(x), y), 2, '(−x) · y'],
    [sum, 1, 'sum(x, axes 0)'],
    [builder.slice(x, 1, 1, 3), 1, 'slice(x, axis 1, 1:3)'],
    [builder.concatenate([x, y], 1), 1, 'concatenate(x, y, axis 1)'],
    [builder.oneHot(builder.input('t', ['N']), 3, 1), 1, 'oneHot(t, 3 classes)'],
    [builder.random(2, [3]), 1, 'uniform#2'],
    [builder.setting('learningRate'), 1, 'η'],
  ])('%i: %s levels: %s', (id, levels, expected) => {
    expect(primitiveText(builder, id, names, levels)).toBe(expected);
  });

  test('what is deeper than the levels is called by its number, what has a name by that', () => {
    const [left, right] = builder.value(product).inputs;
    expect(primitiveText(builder, product, names)).toBe(`v${left} · v${right}`);
    const named = (id: ValueId): string | undefined => (id === left ? 'z1' : undefined);
    expect(primitiveText(builder, product, { ...names, named }, 2)).toBe('z1 · (x − y)');
  });
});
