import type { Builder } from '../../program/builder.ts';
import type { Operation, PrimitiveName, Value, ValueId } from '../../program/program.ts';
import { multiplyDimensions } from '../../program/shape.ts';

/** A named identity: what it looks for, what it puts there, and a case on which a test holds it. */
export interface Rule {
  readonly name: string;
  /** The identity in one line. */
  readonly statement: string;
  /** The primitives at the root of its left-hand sides: it is shown only values made by these. */
  readonly on: readonly PrimitiveName[];
  /** Another value to use for `id`, or undefined where the rule does not apply. */
  readonly apply: (builder: Builder, id: ValueId, value: Value) => ValueId | undefined;
  /** Builds left-hand sides; leaves are parameters, drawn from (0.1, 0.9) by the test. */
  readonly samples: (builder: Builder) => readonly ValueId[];
}

type ValueMadeBy<P extends PrimitiveName> = Value & {
  readonly operation: Operation & { readonly primitive: P };
};

interface RuleOn<P extends PrimitiveName> extends Omit<Rule, 'on' | 'apply'> {
  readonly on: readonly P[];
  readonly apply: (builder: Builder, id: ValueId, value: ValueMadeBy<P>) => ValueId | undefined;
}

/** A rule whose `apply` knows that it sees only values made by the primitives it is `on`. */
export const rule = <P extends PrimitiveName>(written: RuleOn<P>): Rule => ({
  ...written,
  apply: written.apply as Rule['apply'],
});

/** The operands of a value if it was made by this primitive. */
export function operandsOf(
  builder: Builder,
  id: ValueId,
  primitive: PrimitiveName,
): readonly [ValueId, ValueId] | undefined {
  const value = builder.value(id);
  return value.operation.primitive === primitive ? (value.inputs as readonly [ValueId, ValueId]) : undefined;
}

/** The operand of a value if it was made by this primitive of one operand. */
export const operandOf = (builder: Builder, id: ValueId, primitive: PrimitiveName): ValueId | undefined =>
  operandsOf(builder, id, primitive)?.[0];

/** What a rule of two operands makes of them in this order or, failing that, in the other. */
export const inEitherOrder = (
  inputs: readonly ValueId[],
  apply: (one: ValueId, other: ValueId) => ValueId | undefined,
): ValueId | undefined => {
  const first = inputs[0] as ValueId;
  const second = inputs[1] as ValueId;
  return apply(first, second) ?? apply(second, first);
};

/** The one number that all elements equal, seen through stretching and reshaping, where it is a constant. */
export function constantOf(builder: Builder, id: ValueId): number | undefined {
  const { operation, inputs } = builder.value(id);
  if (operation.primitive === 'constant') return operation.value;
  const carries = operation.primitive === 'broadcast' || operation.primitive === 'reshape';
  return carries ? constantOf(builder, inputs[0] as ValueId) : undefined;
}

/** The scalar (of shape []) that a value repeats in every element, if it does. */
export function scalarOf(builder: Builder, id: ValueId): ValueId | undefined {
  const { operation, inputs, shape } = builder.value(id);
  if (shape.length === 0) return id;
  if (operation.primitive !== 'broadcast' && operation.primitive !== 'reshape') return undefined;
  return scalarOf(builder, inputs[0] as ValueId);
}

/**
 * The value that is stretched along all of `axes` to give `id`: of the same rank, with size 1 there. A repeated scalar
 * counts, and gives the scalar with as many axes of size 1.
 */
export function stretchedAlong(builder: Builder, id: ValueId, axes: readonly number[]): ValueId | undefined {
  const { operation, inputs, shape } = builder.value(id);
  if (operation.primitive !== 'broadcast') return undefined;
  const of = inputs[0] as ValueId;
  const before = builder.shape(of);
  if (before.length === 0)
    return builder.reshape(
      of,
      shape.map(() => 1),
    );
  return before.length === shape.length && axes.every((axis) => before[axis] === 1) ? of : undefined;
}

/** Whether a shape has a single element whatever the batch. */
export const isSingle = (builder: Builder, id: ValueId): boolean =>
  multiplyDimensions(builder.shape(id)) === 1;

/** A leaf for samples. */
export const leaf = (builder: Builder, name: string, shape: readonly number[] = [3, 2]): ValueId =>
  builder.parameter(`${name}:${shape.join('×')}`, shape);
