import {
  type Operation,
  type PrimitiveName,
  type Program,
  type Value,
  type ValueId,
  valueAt,
} from '../program/program.ts';
import { type Dimension, multiplyDimensions, type Shape } from '../program/shape.ts';
import * as compose from './compose.ts';
import { expand, type Pattern } from './expand.ts';
import { call, type Expression, equation, number, symbol } from './expression.ts';
import { unguarded } from './guard.ts';
import { logSoftmaxOperand, softmaxOperand } from './softmax.ts';
import { coreOf, isBatchOnly, isScalar, type Naming, reducedAxes } from './visible.ts';

/** A value written out, with the parts u₁, u₂ … that it uses several times as equations. */
export interface Description {
  readonly expression: Expression;
  readonly definitions: readonly Expression[];
  /** The values that are u₁, u₂ …, by the symbols that stand in the formula. */
  readonly locals: readonly (readonly [ValueId, Expression])[];
}

interface Step {
  readonly program: Pick<Program, 'values'>;
  readonly naming: Naming<Expression>;
  readonly id: ValueId;
  readonly value: Value;
}

type Rule<P extends PrimitiveName> = (
  step: Step,
  operation: Extract<Operation, { primitive: P }>,
) => Pattern<Expression>;

const leaf = (written: Expression): Pattern<Expression> => ({ parts: [], build: () => written });

const one = (part: ValueId, build: (of: Expression) => Expression): Pattern<Expression> => ({
  parts: [part],
  build: ([of = number(0)]) => build(of),
});

const two = (
  left: ValueId,
  right: ValueId,
  build: (left: Expression, right: Expression) => Expression,
): Pattern<Expression> => ({
  parts: [left, right],
  build: ([a = number(0), b = number(0)]) => build(a, b),
});

const operand = ({ value }: Step, index: number): ValueId => value.inputs[index] as ValueId;

/** A function of one operand, written by its name. */
const called =
  (name: string): ((step: Step) => Pattern<Expression>) =>
  (step) =>
    one(operand(step, 0), (of) => call(name, of));

const comparison =
  (relation: '>' | '≥' | '='): ((step: Step) => Pattern<Expression>) =>
  (step) =>
    two(operand(step, 0), operand(step, 1), (a, b) => compose.indicator(a, relation, b));

/** The value behind an operand that is written out where it stands, not by a name. */
function open({ program, naming }: Step, id: ValueId): Value | undefined {
  const resolved = naming.resolve(id);
  return naming.named(resolved) === undefined ? valueAt(program, resolved) : undefined;
}

const isConstant = (step: Step, id: ValueId): boolean => open(step, id)?.operation.primitive === 'constant';

/** clamp(x, a, b), or undefined where a maximum or minimum is not one of the other with constant bounds. */
function clamp(step: Step, outer: 'maximum' | 'minimum'): Pattern<Expression> | undefined {
  const [bound, of] = constantFirst(step);
  const inner = open(step, of);
  const other = outer === 'maximum' ? 'minimum' : 'maximum';
  if (!isConstant(step, bound) || inner?.operation.primitive !== other) return undefined;
  const [innerBound, x] = constantFirst({ ...step, value: inner });
  if (!isConstant(step, innerBound)) return undefined;
  const [low, high] = outer === 'maximum' ? [bound, innerBound] : [innerBound, bound];
  return { parts: [x, low, high], build: (parts) => call('clamp', ...parts) };
}

/** The two operands, a constant before anything else: max(0, x). */
function constantFirst(step: Step): readonly [ValueId, ValueId] {
  const [a, b] = [operand(step, 0), operand(step, 1)];
  return isConstant(step, b) && !isConstant(step, a) ? [b, a] : [a, b];
}

const bound =
  (primitive: 'maximum' | 'minimum'): ((step: Step) => Pattern<Expression>) =>
  (step) =>
    clamp(step, primitive) ??
    two(...constantFirst(step), (a, b) => call(primitive === 'maximum' ? 'max' : 'min', a, b));

/** log softmax(x) and log σ(x) are written as one function. */
const logarithm = (step: Step): Pattern<Expression> =>
  one(operand(step, 0), (of) =>
    of.kind === 'call' && (of.name === 'softmax' || of.name === 'σ')
      ? call(`log ${of.name}`, ...of.arguments)
      : call('log', of),
  );

/** The shape that a value has before it is stretched. */
function unstretchedShape(program: Step['program'], id: ValueId): Shape {
  const { operation, inputs, shape } = valueAt(program, id);
  return operation.primitive === 'broadcast' ? unstretchedShape(program, inputs[0] as ValueId) : shape;
}

/** x and y of each sample where a value is all products of an element of one with an element of the other: N×i×1 by N×1×j. */
function outerOperands(step: Step): readonly [ValueId, ValueId] | undefined {
  const { program, naming, value } = step;
  if (value.shape.length !== 3) return undefined;
  const standsAlong = (axis: number, other: number) => (id: ValueId) => {
    const shape = unstretchedShape(program, id);
    const vector = valueAt(program, naming.resolve(id)).shape;
    return (
      shape.length === 3 &&
      shape[other] === 1 &&
      shape[axis] !== 1 &&
      vector.length === 2 &&
      vector[1] === shape[axis]
    );
  };
  const operands = [operand(step, 0), operand(step, 1)];
  const [column, row] = [operands.find(standsAlong(1, 2)), operands.find(standsAlong(2, 1))];
  return column === undefined || row === undefined ? undefined : [column, row];
}

function multiplication(step: Step): Pattern<Expression> {
  const { program, naming } = step;
  const outer = outerOperands(step);
  if (outer !== undefined) return two(...outer, (left, right) => call('outer', left, right));
  const [a, b] = [operand(step, 0), operand(step, 1)];
  if (naming.resolve(a) === naming.resolve(b)) {
    return one(a, (base) => ({ kind: 'power', base, exponent: number(2) }));
  }
  return two(a, b, (left, right) =>
    compose.multiply({ of: left, scalar: isScalar(program, a) }, { of: right, scalar: isScalar(program, b) }),
  );
}

/** x where a value is the sum of as many numbers as `count` says. */
function sumOf(step: Step, id: ValueId, count: ValueId): ValueId | undefined {
  const sum = open(step, id);
  const number = open(step, count)?.operation;
  const [of] = sum?.inputs ?? [];
  if (sum?.operation.primitive !== 'sum' || of === undefined) return undefined;
  const { shape } = valueAt(step.program, of);
  const size = multiplyDimensions(sum.operation.axes.map((axis) => shape[axis] ?? 1));
  const isCount =
    (number?.primitive === 'constant' && number.value === size) ||
    (number?.primitive === 'size' && multiplyDimensions(number.of) === size);
  return isCount ? of : undefined;
}

const meanOf = (of: Expression): Expression => compose.linearly(of, (positive) => call('mean', positive));

/** mean x for (Σ x)/n, also in a product that is divided as a whole. */
function average(step: Step): Pattern<Expression> | undefined {
  const [over, count] = [operand(step, 0), operand(step, 1)];
  const all = sumOf(step, over, count);
  if (all !== undefined) return one(all, meanOf);
  const product = open(step, over);
  if (product?.operation.primitive !== 'multiply') return undefined;
  const [a, b] = product.inputs as readonly [ValueId, ValueId];
  for (const [factor, sum] of [
    [a, b],
    [b, a],
  ] as const) {
    const of = sumOf(step, sum, count);
    if (of === undefined) continue;
    const scalar = isScalar(step.program, factor);
    return two(factor, of, (left, right) =>
      compose.multiply({ of: left, scalar }, { of: meanOf(right), scalar: false }),
    );
  }
  return undefined;
}

/** Where a sample has several rows, how many rows are added; one sample alone still adds its own. */
const rowsPerSample = (axes: readonly number[], shape: Shape): { readonly range?: Dimension } => {
  const rows = shape[axes[0] ?? 0];
  return rows !== undefined && isBatchOnly(axes, shape) && rows !== 'N' ? { range: rows } : {};
};

/** Σ_N over the batch; over other axes, or over all, a Σ without index. */
function summation(step: Step, axes: readonly number[]): Pattern<Expression> {
  const of = operand(step, 0);
  const { shape } = valueAt(step.program, of);
  const reduced = reducedAxes(axes, shape);
  const sumOver =
    (left: readonly number[]) =>
    (body: Expression): Expression =>
      left.length === 0
        ? body
        : compose.linearly(body, (positive) => ({
            kind: 'bigSum',
            over: isBatchOnly(left, shape) ? 'N' : '',
            ...rowsPerSample(left, shape),
            of: positive,
          }));
  const picked = pickedByClass(step, of, reduced);
  if (picked === undefined) return one(of, sumOver(reduced));
  const rest = reduced.filter((axis) => axis !== picked.axis);
  return two(picked.of, picked.classes, (base, index) => sumOver(rest)({ kind: 'subscript', base, index }));
}

/** x_y where a sum over the classes adds onehot(y) ? x : 0. */
function pickedByClass(
  step: Step,
  id: ValueId,
  axes: readonly number[],
): { readonly of: ValueId; readonly classes: ValueId; readonly axis: number } | undefined {
  const choice = open(step, id);
  if (choice?.operation.primitive !== 'select') return undefined;
  const [condition, of, otherwise] = choice.inputs as readonly [ValueId, ValueId, ValueId];
  const rows = valueAt(step.program, coreOf(step.program, condition));
  const zero = open(step, otherwise)?.operation;
  if (rows.operation.primitive !== 'oneHot' || zero?.primitive !== 'constant' || zero.value !== 0) {
    return undefined;
  }
  const { axis } = rows.operation;
  const named = step.naming.named(step.naming.resolve(condition)) !== undefined;
  return axes.includes(axis)
    ? { of, classes: named ? condition : (rows.inputs[0] as ValueId), axis }
    : undefined;
}

/** x where a value is −softplus(−x), the logarithm of σ(x) as it is computed without overflow. */
function logSigmoidOperand(step: Step): ValueId | undefined {
  const softplus = open(step, operand(step, 0));
  if (softplus?.operation.primitive !== 'softplus') return undefined;
  const negated = open(step, softplus.inputs[0] as ValueId);
  return negated?.operation.primitive === 'negate' ? negated.inputs[0] : undefined;
}

const swapsLastTwo = (permutation: readonly number[]): boolean => {
  const rank = permutation.length;
  return permutation.every((axis, at) => axis === (at < rank - 2 ? at : 2 * rank - 3 - at));
};

const table: { readonly [P in PrimitiveName]: Rule<P> } = {
  input: ({ value }, { key }) => leaf(symbol(key, { node: key, shape: value.shape })),
  parameter: ({ value }, { key }) => {
    const [node = key] = key.split('/');
    return leaf(symbol(key.replace('/', '.'), { upright: true, node, shape: value.shape }));
  },
  state: ({ value }, { key }) => {
    const [node = key, ...rest] = key.split('/');
    return leaf(symbol(`${rest.at(-1) ?? key}`, { upright: true, node, shape: value.shape }));
  },
  setting: (_, { key }) => leaf(key === 'learningRate' ? symbol('η') : symbol(key, { upright: true })),
  constant: (_, { value }) => leaf(number(value)),
  size: (_, { of }) => leaf({ kind: 'size', of }),
  random: () => leaf(call('uniform', number(0), number(1))),
  negate: (step) => {
    const x = logSigmoidOperand(step);
    return x === undefined ? one(operand(step, 0), compose.negate) : one(x, (of) => call('log σ', of));
  },
  exp: (step) => {
    const logarithmIsOpen = open(step, operand(step, 0)) !== undefined;
    const x = logarithmIsOpen ? softmaxOperand(step.program, step.id) : undefined;
    return x === undefined ? called('exp')(step) : one(x, (of) => call('softmax', of));
  },
  log: logarithm,
  clampedLog: logarithm,
  tanh: called('tanh'),
  logistic: called('σ'),
  softplus: called('softplus'),
  erf: called('erf'),
  sqrt: called('sqrt'),
  absolute: (step) => one(operand(step, 0), (of) => ({ kind: 'absolute', of })),
  sign: called('sign'),
  add: (step) => two(operand(step, 0), operand(step, 1), compose.add),
  subtract: (step) => {
    const x = logSoftmaxOperand(step.program, step.id);
    if (x !== undefined) return one(x, (of) => call('log softmax', of));
    return two(operand(step, 0), operand(step, 1), compose.subtract);
  },
  multiply: multiplication,
  divide: (step) =>
    average(step) ??
    two(
      operand(step, 0),
      unguarded((id) => open(step, id), operand(step, 1)),
      compose.divide,
    ),
  maximum: bound('maximum'),
  minimum: bound('minimum'),
  greater: comparison('>'),
  greaterEqual: comparison('≥'),
  equal: comparison('='),
  select: (step) => {
    const parts = [operand(step, 0), operand(step, 1), operand(step, 2)];
    const [scalarTrue, scalarFalse] = parts.slice(1).map((id) => isScalar(step.program, id));
    return {
      parts,
      build: ([condition = number(0), whenTrue = number(0), whenFalse = number(0)]) =>
        compose.choose(
          condition,
          { of: whenTrue, scalar: scalarTrue ?? false },
          { of: whenFalse, scalar: scalarFalse ?? false },
        ),
    };
  },
  sum: (step, { axes }) => summation(step, axes),
  max: called('max'),
  logSumExp: called('logsumexp'),
  broadcast: (step) => one(operand(step, 0), (of) => of),
  reshape: (step) => {
    const before = valueAt(step.program, operand(step, 0)).shape;
    const flattens = step.value.shape.length === 2 && before[0] === step.value.shape[0];
    return called(flattens ? 'flatten' : 'reshape')(step);
  },
  transpose: (step, { permutation }) =>
    swapsLastTwo(permutation) ? one(operand(step, 0), compose.transposeOf) : called('transpose')(step),
  matmul: (step) => two(operand(step, 0), operand(step, 1), compose.matrixProduct),
  concatenate: ({ value }) => ({ parts: value.inputs, build: (parts) => ({ kind: 'joined', parts }) }),
  slice: (step, { start, end }) =>
    one(operand(step, 0), (base) => ({
      kind: 'subscript',
      base,
      index: symbol(`${start}:${end}`, { upright: true }),
    })),
  oneHot: called('onehot'),
  stopGradient: (step) => one(operand(step, 0), (of) => of),
  port: (step) => one(operand(step, 0), (of) => of),
};

function patternOf<P extends PrimitiveName>(
  step: Step,
  operation: Extract<Operation, { primitive: P }>,
): Pattern<Expression> {
  const rule = table[operation.primitive as P];
  return rule(step, operation);
}

/**
 * A value of a program as a formula. Values that have names are written by their names, except the value itself; all
 * others are written out down to those, to the program's leaves and to numbers. Axes are summed as `Σ_N` over the
 * batch and as a bare Σ otherwise; stretching and reshaping that only regroups rows is not written. A part that is
 * used several times becomes u₁, u₂ …; after 400 values a formula ends in …, so it is short for any program.
 */
export function describe(
  program: Pick<Program, 'values'>,
  id: ValueId,
  naming: Naming<Expression>,
): Description {
  const isNamed = naming.own(id) !== undefined;
  const root = isNamed ? underName(program, id, naming) : naming.resolve(id);
  const name = isNamed ? naming.own(root) : naming.named(root);
  if (name !== undefined && (root !== id || valueAt(program, root).inputs.length === 0)) {
    return { expression: name, definitions: [], locals: [] };
  }
  const { written, definitions } = expand<Expression>(
    {
      ...naming,
      pattern: (at) => {
        const value = valueAt(program, at);
        return patternOf({ program, naming, id: at, value }, value.operation);
      },
      local: (index, at) => symbol('u', { index, shape: valueAt(program, at).shape }),
      ellipsis: symbol('…'),
    },
    [root],
  );
  return {
    expression: written[0] ?? number(0),
    definitions: definitions.map((definition) => equation(definition.name, definition.written)),
    locals: definitions.map(({ id: at, name: local }) => [at, local] as const),
  };
}

/** Down from a named value through operations that leave no trace, to another name or to what is written out. */
function underName(program: Pick<Program, 'values'>, id: ValueId, { own }: Naming<Expression>): ValueId {
  const core = coreOf(program, id);
  let at = id;
  while (at !== core && (at === id || own(at) === undefined)) at = valueAt(program, at).inputs[0] as ValueId;
  return at;
}
