import type { ValueId } from '../../program/program.ts';
import { broadcastShapes, type Dimension, shapesEqual } from '../../program/shape.ts';
import { constantOf, isSingle, leaf, operandOf, operandsOf, type Rule, rule, scalarOf } from './rule.ts';

/** Stretching, reshaping, transposing and summing: as few steps as say the same. */
export const layout: readonly Rule[] = [
  rule({
    name: 'stretch-scalar',
    statement: 'a repeated scalar stays a repeated scalar of another shape',
    on: ['broadcast', 'reshape', 'transpose', 'slice'],
    apply: (builder, _, { operation, inputs, shape }) => {
      const of = inputs[0] as ValueId;
      if (builder.shape(of).length === 0) return undefined;
      const scalar = scalarOf(builder, of);
      if (scalar !== undefined) return builder.broadcast(scalar, shape);
      const flat = operation.primitive === 'broadcast' && isSingle(builder, of);
      return flat ? builder.broadcast(builder.reshape(of, []), shape) : undefined;
    },
    samples: (b) => [
      b.reshape(b.broadcast(leaf(b, 's', []), [3, 2]), [6]),
      b.transpose(b.broadcast(leaf(b, 's', []), [3, 2]), [1, 0]),
      b.broadcast(leaf(b, 's', [1, 1]), [3, 2]),
    ],
  }),
  rule({
    name: 'stretch-twice',
    statement: 'stretching what was stretched is one stretch',
    on: ['broadcast'],
    apply: (builder, _, { inputs, shape }) => {
      const of = operandOf(builder, inputs[0] as ValueId, 'broadcast');
      if (of === undefined) return undefined;
      const direct = broadcastShapes(builder.shape(of), shape);
      return direct !== undefined && shapesEqual(direct, shape) ? builder.broadcast(of, shape) : undefined;
    },
    samples: (b) => [b.broadcast(b.broadcast(leaf(b, 'x', [2]), [3, 2]), [4, 3, 2])],
  }),
  rule({
    name: 'reshape-twice',
    statement: 'reshaping what was reshaped is one reshape, or none',
    on: ['reshape'],
    apply: (builder, _, { inputs, shape }) => {
      const of = operandOf(builder, inputs[0] as ValueId, 'reshape');
      return of === undefined ? undefined : builder.reshape(of, shape);
    },
    samples: (b) => [
      b.reshape(b.reshape(leaf(b, 'x'), [6]), [2, 3]),
      b.reshape(b.reshape(leaf(b, 'x'), [6]), [3, 2]),
    ],
  }),
  rule({
    name: 'transpose-twice',
    statement: '(xᵀ)ᵀ = x',
    on: ['transpose'],
    apply: (builder, _, { operation, inputs }) => {
      const inner = builder.value(inputs[0] as ValueId);
      if (inner.operation.primitive !== 'transpose') return undefined;
      const { permutation } = inner.operation;
      return builder.transpose(
        inner.inputs[0] as ValueId,
        operation.permutation.map((axis) => permutation[axis] as number),
      );
    },
    samples: (b) => [b.transpose(b.transpose(leaf(b, 'x'), [1, 0]), [1, 0])],
  }),
  rule({
    name: 'transpose-of-product',
    statement: '(Aᵀ B)ᵀ = Bᵀ A, (A Bᵀ)ᵀ = B Aᵀ',
    on: ['transpose'],
    apply: (builder, _, { operation, inputs }) => {
      const rank = operation.permutation.length;
      const swapsLastTwo = operation.permutation.every(
        (axis, at) => axis === (at < rank - 2 ? at : at === rank - 2 ? rank - 1 : rank - 2),
      );
      const factors = operandsOf(builder, inputs[0] as ValueId, 'matmul');
      // A product without a transposed factor is left: it is there already, and its transpose would be a second one.
      const cancels =
        factors?.some((factor) => operandOf(builder, factor, 'transpose') !== undefined) === true;
      if (factors === undefined || !swapsLastTwo || !cancels) return undefined;
      return builder.matmul(builder.transposeMatrix(factors[1]), builder.transposeMatrix(factors[0]));
    },
    samples: (b) => [
      b.transposeMatrix(b.matmul(b.transposeMatrix(leaf(b, 'x')), leaf(b, 'w', [3, 4]))),
      b.transposeMatrix(b.matmul(leaf(b, 'x'), b.transposeMatrix(leaf(b, 'w', [4, 2])))),
    ],
  }),
  rule({
    name: 'sum-of-single',
    statement: 'a sum over axes of size 1 is the value itself',
    on: ['sum'],
    apply: (builder, _, { operation, inputs }) => {
      const of = inputs[0] as ValueId;
      const shape = builder.shape(of);
      return operation.axes.every((axis) => shape[axis] === 1) ? of : undefined;
    },
    samples: (b) => [b.sum(leaf(b, 'x', [3, 1]), [1])],
  }),
  rule({
    name: 'sum-twice',
    statement: 'a sum of a sum is one sum over the axes of both',
    on: ['sum'],
    apply: (builder, _, { operation, inputs }) => {
      const inner = builder.value(inputs[0] as ValueId);
      if (inner.operation.primitive !== 'sum') return undefined;
      return builder.sum(inner.inputs[0] as ValueId, [
        ...new Set([...operation.axes, ...inner.operation.axes]),
      ]);
    },
    samples: (b) => [b.sum(b.sum(leaf(b, 'x'), [0]), [1])],
  }),
  rule({
    name: 'sum-of-stretched',
    statement: 'Σ over stretched axes = the value times their size',
    on: ['sum'],
    apply: (builder, _, { operation, inputs, shape }) => {
      const of = operandOf(builder, inputs[0] as ValueId, 'broadcast');
      if (of === undefined) return undefined;
      const before = builder.shape(of);
      const stretched = builder.shape(inputs[0] as ValueId);
      const missing = stretched.length - before.length;
      if (!operation.axes.every((axis) => axis < missing || before[axis - missing] === 1)) return undefined;
      const times = builder.size(operation.axes.map((axis): Dimension => stretched[axis] ?? 1));
      return builder.broadcast(builder.multiply(of, times), shape);
    },
    samples: (b) => [b.sum(b.broadcast(leaf(b, 'x', [2]), [3, 2]), [0])],
  }),
  rule({
    name: 'join-parts',
    statement: '[a; 0] + [0; b] = [a; b]: parts that fill each other’s zeros are joined',
    on: ['add'],
    apply: (builder, _, { inputs }) => {
      const [left, right] = inputs.map((input) => builder.value(input));
      if (left?.operation.primitive !== 'concatenate' || right?.operation.primitive !== 'concatenate')
        return undefined;
      const { axis } = left.operation;
      if (axis !== right.operation.axis || left.inputs.length !== right.inputs.length) return undefined;
      const isZero = (id: ValueId): boolean => constantOf(builder, id) === 0;
      const parts = left.inputs.map((part, index) => {
        const other = right.inputs[index] as ValueId;
        if (!shapesEqual(builder.shape(part), builder.shape(other))) return undefined;
        return isZero(other) ? part : isZero(part) ? other : undefined;
      });
      return parts.includes(undefined) ? undefined : builder.concatenate(parts as readonly ValueId[], axis);
    },
    samples: (b) => {
      const nothing = b.broadcast(b.constant(0), [3, 2]);
      return [b.add(b.concatenate([leaf(b, 'x'), nothing], 1), b.concatenate([nothing, leaf(b, 'y')], 1))];
    },
  }),
];
