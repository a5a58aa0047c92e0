import type { ValueId } from '../../program/program.ts';
import { leaf, operandsOf, type Rule } from './rule.ts';

/** Sums of products with a common factor. */
export const factoring: readonly Rule[] = [
  {
    name: 'double',
    statement: 'x + x = 2 x',
    apply: (builder, _, { operation, inputs }) =>
      operation.primitive === 'add' && inputs[0] === inputs[1]
        ? builder.multiply(builder.constant(2), inputs[0] as ValueId)
        : undefined,
    samples: (b) => [b.add(leaf(b, 'x'), leaf(b, 'x'))],
  },
  {
    name: 'common-factor',
    statement: 'a k + b k = (a + b) k, a k − b k = (a − b) k',
    apply: (builder, _, { operation, inputs }) => {
      if (operation.primitive !== 'add' && operation.primitive !== 'subtract') return undefined;
      const left = operandsOf(builder, inputs[0] as ValueId, 'multiply');
      const right = operandsOf(builder, inputs[1] as ValueId, 'multiply');
      if (left === undefined || right === undefined) return undefined;
      for (const [a, k] of [left, [left[1], left[0]]] as const) {
        for (const [b, other] of [right, [right[1], right[0]]] as const) {
          if (k === other) return builder.multiply(k, builder.emit(operation, [a, b]));
        }
      }
      return undefined;
    },
    samples: (b) => [
      b.subtract(b.multiply(leaf(b, 'x'), leaf(b, 'z')), b.multiply(leaf(b, 'y'), leaf(b, 'z'))),
      b.add(b.multiply(leaf(b, 'z'), leaf(b, 'x')), b.multiply(leaf(b, 'y'), leaf(b, 'z'))),
    ],
  },
];
