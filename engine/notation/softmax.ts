import { type Program, type Value, type ValueId, valueAt } from '../program/program.ts';

type Values = Pick<Program, 'values'>;

/** The value behind stretching. */
function unstretched(program: Values, id: ValueId): Value {
  const value = valueAt(program, id);
  return value.operation.primitive === 'broadcast' ? unstretched(program, value.inputs[0] as ValueId) : value;
}

/** The operand of a value made by `primitive` from one operand, seen through stretching. */
function under(program: Values, id: ValueId, primitive: string): ValueId | undefined {
  const { operation, inputs } = unstretched(program, id);
  return operation.primitive === primitive ? inputs[0] : undefined;
}

/** x where a value is x − max x. */
function unshifted(program: Values, id: ValueId): ValueId {
  const { operation, inputs } = valueAt(program, id);
  const [x, shift] = inputs as readonly [ValueId, ValueId];
  if (operation.primitive !== 'subtract') return id;
  const stopped = under(program, shift, 'stopGradient') ?? shift;
  return under(program, stopped, 'max') === x ? x : id;
}

/** x where a value is log softmax(x), written as u − log Σ eᵘ with u = x or u = x − max x. */
export function logSoftmaxOperand(program: Values, id: ValueId): ValueId | undefined {
  const { operation, inputs } = valueAt(program, id);
  const [u, sum] = inputs as readonly [ValueId, ValueId];
  if (operation.primitive !== 'subtract' || under(program, sum, 'logSumExp') !== u) return undefined;
  return unshifted(program, u);
}

/** x where a value is softmax(x), written as the exponential of log softmax(x). */
export function softmaxOperand(program: Values, id: ValueId): ValueId | undefined {
  const { operation, inputs } = valueAt(program, id);
  return operation.primitive === 'exp' ? logSoftmaxOperand(program, inputs[0] as ValueId) : undefined;
}

/** The axes along which a value that `softmaxOperand` knows sums to 1. */
export function softmaxAxes(program: Values, id: ValueId): readonly number[] {
  const [logSoftmax] = valueAt(program, id).inputs as readonly [ValueId];
  const [, sum] = valueAt(program, logSoftmax).inputs as readonly [ValueId, ValueId];
  const { operation } = unstretched(program, sum);
  return operation.primitive === 'logSumExp' ? operation.axes : [];
}
