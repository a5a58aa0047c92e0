import type { ValueId } from '../../program/program.ts';
import { leaf, type Rule } from './rule.ts';

/** What is known of one-hot rows. */
export const probability: readonly Rule[] = [
  {
    name: 'one-hot-sums-to-one',
    statement: 'Σ over the classes of onehot(y) = 1',
    apply: (builder, _, { operation, inputs, shape }) => {
      if (operation.primitive !== 'sum') return undefined;
      const rows = builder.value(inputs[0] as ValueId).operation;
      const overClasses =
        rows.primitive === 'oneHot' && operation.axes.length === 1 && operation.axes[0] === rows.axis;
      return overClasses ? builder.broadcast(builder.constant(1), shape) : undefined;
    },
    samples: (b) => [b.sum(b.oneHot(b.greater(leaf(b, 'x', [5]), b.constant(0.5)), 3, 1), [1])],
  },
];
