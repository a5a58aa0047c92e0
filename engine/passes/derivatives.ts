import type { Builder } from '../program/builder.ts';
import type { Operation, PrimitiveName, ValueId } from '../program/program.ts';
import { type Shape, shapesEqual } from '../program/shape.ts';

/**
 * The vector-Jacobian product of every primitive, written in primitives. `g` is the upstream gradient, of the
 * shape of `y`, the primitive's own value; the rules give one gradient per operand, or undefined where none flows.
 * A primitive without a rule is a compile error.
 */
export interface Step {
  readonly builder: Builder;
  readonly inputs: readonly ValueId[];
  readonly y: ValueId;
  readonly g: ValueId;
}

type Gradients = readonly (ValueId | undefined)[];
type Rule<P extends PrimitiveName> = (
  step: Step,
  operation: Extract<Operation, { primitive: P }>,
) => Gradients;

/** A rule for one operand: gives the gradient of x. */
const unary =
  (gradient: (step: Step & { readonly x: ValueId }) => ValueId): ((step: Step) => Gradients) =>
  (step) => [gradient({ ...step, x: step.inputs[0] as ValueId })];

/** A rule for two operands of one shape. */
const binary =
  (
    gradients: (step: Step & { readonly a: ValueId; readonly b: ValueId }) => Gradients,
  ): ((step: Step) => Gradients) =>
  (step) =>
    gradients({ ...step, a: step.inputs[0] as ValueId, b: step.inputs[1] as ValueId });

const none = (): Gradients => [];

/** Where PyTorch's BCELoss keeps the denominator of its gradient from below. */
const smallestProbability = 1e-12;

/** Sums what `broadcast` stretched, so that the gradient has the operand's shape again. */
function unbroadcast(builder: Builder, g: ValueId, shape: Shape): ValueId {
  const from = builder.shape(g);
  const added = from.length - shape.length;
  const axes = from.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  return builder.reshape(builder.sum(g, axes), shape);
}

/** The gradients of a choice between a and b, where `takesB` holds b. */
function split(builder: Builder, takesB: ValueId, g: ValueId): Gradients {
  const zero = builder.constant(0);
  return [builder.select(takesB, zero, g), builder.select(takesB, g, zero)];
}

const derivatives: { readonly [P in PrimitiveName]: Rule<P> } = {
  input: none,
  parameter: none,
  state: none,
  setting: none,
  constant: none,
  size: none,
  random: none,
  stopGradient: none,
  oneHot: none,
  greater: none,
  greaterEqual: none,
  equal: none,
  sign: none,
  port: unary(({ g }) => g),
  // −x: −g
  negate: unary(({ builder, g }) => builder.negate(g)),
  // eˣ: g y
  exp: unary(({ builder, g, y }) => builder.multiply(g, y)),
  // log x: g / x
  log: unary(({ builder, g, x }) => builder.divide(g, x)),
  // max(log x, −100): g / max(x, 1e−12), as PyTorch's binary_cross_entropy_backward
  clampedLog: unary(({ builder, g, x }) =>
    builder.divide(g, builder.maximum(x, builder.constant(smallestProbability))),
  ),
  // tanh x: g (1 − y²)
  tanh: unary(({ builder, g, y }) =>
    builder.multiply(g, builder.subtract(builder.constant(1), builder.multiply(y, y))),
  ),
  // σ(x): g (y (1 − y))
  logistic: unary(({ builder, g, y }) =>
    builder.multiply(g, builder.multiply(y, builder.subtract(builder.constant(1), y))),
  ),
  // log(1 + eˣ): g σ(x)
  softplus: unary(({ builder, g, x }) => builder.multiply(g, builder.unary('logistic', x))),
  // erf x: g 2/√π e^(−x²)
  erf: unary(({ builder, g, x }) => {
    const bell = builder.exp(builder.negate(builder.multiply(x, x)));
    return builder.multiply(g, builder.multiply(builder.constant(2 / Math.sqrt(Math.PI)), bell));
  }),
  // √x: g / (2 y)
  sqrt: unary(({ builder, g, y }) => builder.divide(g, builder.multiply(builder.constant(2), y))),
  // |x|: g sign(x), 0 at 0
  absolute: unary(({ builder, g, x }) => builder.multiply(g, builder.unary('sign', x))),
  add: binary(({ g }) => [g, g]),
  subtract: binary(({ builder, g }) => [g, builder.negate(g)]),
  // a b: g b, g a
  multiply: binary(({ builder, g, a, b }) => [builder.multiply(g, b), builder.multiply(g, a)]),
  // y = a / b: g / b, −g y / b
  divide: ({ builder, inputs, y, g }) => {
    const b = inputs[1] as ValueId;
    return [builder.divide(g, b), builder.negate(builder.divide(builder.multiply(g, y), b))];
  },
  // max(a, b): to b where b ≥ a, else to a: at a tie max(x, 0) has PyTorch's ReLU derivative 0, and NaN passes g on
  maximum: binary(({ builder, g, a, b }) => split(builder, builder.binary('greaterEqual', b, a), g)),
  // min(a, b): to b where a ≥ b, else to a
  minimum: binary(({ builder, g, a, b }) => split(builder, builder.binary('greaterEqual', a, b), g)),
  // c ? a : b: g where c, g where not c
  select: ({ builder, inputs, g }) => {
    const condition = inputs[0] as ValueId;
    const zero = builder.constant(0);
    return [undefined, builder.select(condition, g, zero), builder.select(condition, zero, g)];
  },
  sum: unary(({ builder, g, x }) => builder.broadcast(g, builder.shape(x))),
  // max: to every element that equals it, in equal shares (torch.amax)
  max: ({ builder, inputs, y, g }, { axes }) => {
    const x = inputs[0] as ValueId;
    const mask = builder.binary('equal', x, y);
    const share = builder.divide(g, builder.sum(mask, axes));
    return [builder.multiply(mask, share)];
  },
  // log Σ eˣ: g e^(x − y)
  logSumExp: unary(({ builder, g, x, y }) => builder.multiply(g, builder.exp(builder.subtract(x, y)))),
  broadcast: unary(({ builder, g, x }) => unbroadcast(builder, g, builder.shape(x))),
  reshape: unary(({ builder, g, x }) => builder.reshape(g, builder.shape(x))),
  transpose: ({ builder, g }, { permutation }) => [
    builder.transpose(
      g,
      permutation.map((_, axis) => permutation.indexOf(axis)),
    ),
  ],
  // A B: g Bᵀ, Aᵀ g
  matmul: binary(({ builder, g, a, b }) => [
    builder.matmul(g, builder.transposeMatrix(b)),
    builder.matmul(builder.transposeMatrix(a), g),
  ]),
  concatenate: ({ builder, inputs, g }, { axis }) => {
    let start = 0;
    return inputs.map((input) => {
      const size = builder.shape(input)[axis];
      if (typeof size !== 'number') throw new Error('the gradient of joining along the batch is not defined');
      start += size;
      return builder.slice(g, axis, start - size, start);
    });
  },
  // x[start … end]: g between zeros
  slice: ({ builder, inputs, g }, { axis, start, end }) => {
    const x = inputs[0] as ValueId;
    const shape = builder.shape(x);
    const size = shape[axis] as number;
    const zerosOf = (length: number): ValueId =>
      builder.broadcast(
        builder.constant(0),
        shape.map((full, at) => (at === axis ? length : full)),
      );
    const before = start > 0 ? [zerosOf(start)] : [];
    const after = end < size ? [zerosOf(size - end)] : [];
    return [builder.concatenate([...before, g, ...after], axis)];
  },
};

/** The gradients of a value's operands, given its upstream gradient. */
export function backward(builder: Builder, id: ValueId, g: ValueId): Gradients {
  const { operation, inputs, shape } = builder.value(id);
  if (!shapesEqual(shape, builder.shape(g)))
    throw new Error(`${operation.primitive}: upstream has another shape`);
  // The table is typed by primitive; here the operation is whichever it is.
  const rule = derivatives[operation.primitive] as Rule<PrimitiveName>;
  return rule({ builder, inputs, y: id, g }, operation);
}
