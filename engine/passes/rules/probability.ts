import type { ValueId } from '../../program/program.ts';
import { constantOf, leaf, type Rule, scalarOf } from './rule.ts';

/** What is known of one-hot rows. */
export const probability: readonly Rule[] = [
  {
    name: 'mask-of-one-hot',
    statement: 'onehot(y) ? s : 0 = s onehot(y), for a scalar s',
    apply: (builder, _, { operation, inputs }) => {
      if (operation.primitive !== 'select') return undefined;
      const [rows, whenTrue, whenFalse] = inputs as readonly [ValueId, ValueId, ValueId];
      const isOneHot = builder.value(rows).operation.primitive === 'oneHot';
      if (!isOneHot || constantOf(builder, whenFalse) !== 0) return undefined;
      const fraction = builder.value(whenTrue);
      const numerator =
        fraction.operation.primitive === 'divide' ? (fraction.inputs[0] as ValueId) : whenTrue;
      const denominator =
        fraction.operation.primitive === 'divide' ? (fraction.inputs[1] as ValueId) : whenTrue;
      const repeats =
        scalarOf(builder, numerator) !== undefined && scalarOf(builder, denominator) !== undefined;
      return repeats ? builder.multiply(whenTrue, rows) : undefined;
    },
    samples: (b) => {
      const rows = b.oneHot(b.greater(leaf(b, 'x', [5]), b.constant(0.5)), 3, 1);
      return [b.select(rows, b.broadcast(leaf(b, 's', []), [5, 3]), b.constant(0))];
    },
  },
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
