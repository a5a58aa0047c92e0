import { call, type Expression, hadamard, number } from '../../notation/expression.ts';
import type { Builder } from '../../program/builder.ts';
import type { BinaryName, ReductionName, UnaryName, ValueId } from '../../program/program.ts';
import { formatShape, type Shape } from '../../program/shape.ts';
import { implicitAxis, logSoftmax } from '../declare/along-axis.ts';

/** A call whose operands are written already. */
export interface Applied {
  readonly builder: Builder;
  readonly values: readonly ValueId[];
  /** The operands that are numbers as they stand. */
  readonly numbers: readonly (number | undefined)[];
  /** Axes to work along, from `dim`; undefined where none is given. */
  readonly axis: number | undefined;
  readonly keepdim: boolean;
  /** Says what is wrong with an operand. */
  readonly fail: (message: string, operand?: number) => never;
}

export interface FormulaFunction {
  readonly name: string;
  /** How it is written: `sum(x, dim=…, keepdim=…)`. */
  readonly usage: string;
  readonly operands: { readonly least: number; readonly most: number };
  readonly options: readonly ('dim' | 'keepdim')[];
  readonly apply: (applied: Applied) => ValueId;
  readonly formula: (...operands: readonly Expression[]) => Expression;
  /** PyTorch's, of operands as Python writes them and the options as they stand: `, dim=1`. */
  readonly torch: (operands: readonly string[], options: string) => string;
}

type Named = Pick<FormulaFunction, 'name' | 'formula'> & { readonly torch: string };

const operand = (applied: Applied, index = 0): ValueId => applied.values[index] as ValueId;

const elementwise = (
  { name, formula, torch }: Named,
  apply: (builder: Builder, x: ValueId) => ValueId,
): FormulaFunction => ({
  name,
  usage: `${name}(x)`,
  operands: { least: 1, most: 1 },
  options: [],
  apply: (applied) => apply(applied.builder, operand(applied)),
  formula,
  torch: ([x]) => `${torch}(${x})`,
});

const unary = (name: string, primitive: UnaryName, torch = `torch.${name}`, formula?: Named['formula']) =>
  elementwise({ name, formula: formula ?? ((...of) => call(name, ...of)), torch }, (builder, x) =>
    builder.unary(primitive, x),
  );

/** Drops the reduced axes, unless they are to stay with size 1. */
function afterReduction(
  { builder, axis, keepdim }: Applied,
  kept: ValueId,
  axes: readonly number[],
): ValueId {
  if (keepdim) return kept;
  const shape = builder.shape(kept);
  return builder.reshape(
    kept,
    axis === undefined ? [] : shape.filter((_, position) => !axes.includes(position)),
  );
}

const reducedAxes = (applied: Applied): readonly number[] =>
  applied.axis === undefined
    ? applied.builder.shape(operand(applied)).map((_, axis) => axis)
    : [applied.axis];

const reduction = (
  name: string,
  torch: string,
  apply: (applied: Applied, axes: readonly number[]) => ValueId,
): FormulaFunction => ({
  name,
  usage: `${name}(x, dim=…, keepdim=…)`,
  operands: { least: 1, most: 1 },
  options: ['dim', 'keepdim'],
  apply: (applied) => {
    const axes = reducedAxes(applied);
    return afterReduction(applied, apply(applied, axes), axes);
  },
  formula: (...of) => call(name, ...of),
  torch: ([x], options) => `torch.${torch}(${x}${options})`,
});

const reduce = (primitive: ReductionName) => (applied: Applied, axes: readonly number[]) =>
  applied.builder.reduce(primitive, operand(applied), axes);

/** The least is minus the largest of what is negated. */
function least(applied: Applied, axes: readonly number[]): ValueId {
  const { builder } = applied;
  return builder.negate(builder.reduce('max', builder.negate(operand(applied)), axes));
}

function mean(applied: Applied, axes: readonly number[]): ValueId {
  const { builder } = applied;
  const shape = builder.shape(operand(applied));
  return builder.divide(
    builder.sum(operand(applied), axes),
    builder.size(axes.map((axis) => shape[axis] ?? 1)),
  );
}

/** The larger or the smaller of two values; of one, over its axes. */
const extreme = (
  name: 'max' | 'min',
  pair: BinaryName,
  over: (applied: Applied, axes: readonly number[]) => ValueId,
): FormulaFunction => ({
  ...reduction(name, `a${name}`, over),
  usage: `${name}(a, b) or ${name}(x, dim=…, keepdim=…)`,
  operands: { least: 1, most: 2 },
  apply: (applied) => {
    if (applied.values.length === 1) {
      const axes = reducedAxes(applied);
      return afterReduction(applied, over(applied, axes), axes);
    }
    if (applied.axis !== undefined || applied.keepdim) applied.fail(`${name} of two values takes no dim`);
    return applied.builder.binary(pair, operand(applied), operand(applied, 1));
  },
  torch: (of, options) => {
    if (of.length === 1) return `torch.a${name}(${of[0]}${options})`;
    // torch.maximum would share the gradient of a tie; here it goes to the second, which makes max(x, 0) a ReLU.
    const [a, b] = of.map(asTensor);
    return `torch.where(${name === 'max' ? `${b} >= ${a}` : `${a} >= ${b}`}, ${b}, ${a})`;
  },
});

/** So that two numbers can be compared as tensors are. */
const asTensor = (operandText: string): string =>
  /^-?[\d.]+(?:e[+-]?\d+)?$/i.test(operandText) ? `torch.tensor(${operandText})` : operandText;

const alongAxis = (
  name: string,
  torch: string,
  apply: (builder: Builder, x: ValueId, axis: number) => ValueId,
): FormulaFunction => ({
  name,
  usage: `${name}(x, dim=…)`,
  operands: { least: 1, most: 1 },
  options: ['dim'],
  apply: (applied) => {
    const { length } = applied.builder.shape(operand(applied));
    if (length === 0) applied.fail(`Expected ${name} of a tensor; found a single number`, 0);
    return apply(applied.builder, operand(applied), applied.axis ?? implicitAxis(length));
  },
  formula: (...of) => call(name === 'log_softmax' ? 'log softmax' : name, ...of),
  // torch.softmax wants a dim; that of nn.functional takes the same axis as we where none is given.
  torch: ([x], options) => `torch.${options === '' ? 'nn.functional.' : ''}${torch}(${x}${options})`,
});

const isMatrix = (shape: Shape): boolean => shape.length >= 2;

const where: FormulaFunction = {
  name: 'where',
  usage: 'where(condition, a, b)',
  operands: { least: 3, most: 3 },
  options: [],
  apply: (applied) => {
    const [condition, whenTrue, whenFalse] = applied.values as readonly [ValueId, ValueId, ValueId];
    // Adding the three says whether they broadcast, and which two do not.
    const { builder } = applied;
    builder.add(builder.add(condition, whenTrue), whenFalse);
    return builder.select(condition, whenTrue, whenFalse);
  },
  formula: (condition, whenTrue, whenFalse) => ({
    kind: 'cases',
    condition: condition as Expression,
    whenTrue: whenTrue as Expression,
    whenFalse: whenFalse as Expression,
  }),
  torch: ([condition, ...of]) => `torch.where((${condition}) != 0, ${of.join(', ')})`,
};

const clamp: FormulaFunction = {
  name: 'clamp',
  usage: 'clamp(x, lowest, highest)',
  operands: { least: 3, most: 3 },
  options: [],
  apply: (applied) => {
    const { builder } = applied;
    // In this order x keeps its gradient at a bound, as in torch.clamp.
    return builder.minimum(operand(applied, 2), builder.maximum(operand(applied, 1), operand(applied)));
  },
  formula: (...of) => call('clamp', ...of),
  torch: (of) => `torch.clamp(${of.join(', ')})`,
};

const transpose: FormulaFunction = {
  name: 'transpose',
  usage: 'transpose(x)',
  operands: { least: 1, most: 1 },
  options: [],
  apply: (applied) => {
    const shape = applied.builder.shape(operand(applied));
    if (!isMatrix(shape)) applied.fail(`Expected a matrix to transpose; found ${formatShape(shape)}`, 0);
    return applied.builder.transposeMatrix(operand(applied));
  },
  formula: (of) => ({ kind: 'transpose', of: of as Expression }),
  torch: ([x]) => `torch.transpose(${x}, -2, -1)`,
};

const mostClasses = 10_000;

const onehot: FormulaFunction = {
  name: 'onehot',
  usage: 'onehot(classes, count)',
  operands: { least: 2, most: 2 },
  options: [],
  apply: (applied) => {
    const count = applied.numbers[1];
    if (count === undefined || !Number.isInteger(count) || count < 1 || count > mostClasses) {
      return applied.fail(`Expected how many classes there are, a whole number from 1 to ${mostClasses}`, 1);
    }
    const { builder } = applied;
    return builder.oneHot(operand(applied), count, builder.shape(operand(applied)).length);
  },
  formula: (of) => call('onehot', of as Expression),
  torch: ([x, count]) => `torch.nn.functional.one_hot(${x}, ${count}).to(torch.get_default_dtype())`,
};

const half = (applied: (builder: Builder, x: ValueId) => ValueId, name: string, torch: string) =>
  elementwise({ name, formula: (...of) => call(name, ...of), torch }, applied);

/** Every function that a formula can call. */
export const formulaFunctions: readonly FormulaFunction[] = [
  unary('abs', 'absolute', 'torch.abs', (of) => ({ kind: 'absolute', of: of as Expression })),
  unary('sign', 'sign'),
  unary('exp', 'exp'),
  unary('log', 'log'),
  unary('sqrt', 'sqrt'),
  unary('tanh', 'tanh'),
  unary('sigmoid', 'logistic', 'torch.sigmoid', (...of) => call('σ', ...of)),
  unary('softplus', 'softplus', 'torch.nn.functional.softplus'),
  unary('erf', 'erf'),
  half((builder, x) => builder.maximum(x, builder.constant(0)), 'relu', 'torch.relu'),
  elementwise(
    { name: 'square', formula: (x) => hadamard(x as Expression, x as Expression), torch: 'torch.square' },
    (builder, x) => builder.multiply(x, x),
  ),
  elementwise(
    { name: 'detach', formula: (...of) => call('detach', ...of), torch: 'torch.detach' },
    (builder, x) => builder.stopGradient(x),
  ),
  reduction('sum', 'sum', reduce('sum')),
  reduction('mean', 'mean', mean),
  extreme('max', 'maximum', reduce('max')),
  extreme('min', 'minimum', least),
  {
    ...reduction('logsumexp', 'logsumexp', reduce('logSumExp')),
    torch: ([x], options) =>
      `torch.logsumexp(${x}${options === '' ? `, dim=tuple(range((${x}).dim()))` : options})`,
  },
  alongAxis('softmax', 'softmax', (builder, x, axis) => builder.exp(logSoftmax(builder, x, axis))),
  alongAxis('log_softmax', 'log_softmax', logSoftmax),
  where,
  clamp,
  transpose,
  onehot,
];

const byName: ReadonlyMap<string, FormulaFunction> = new Map(
  formulaFunctions.map((each) => [each.name, each]),
);

export const findFunction = (name: string): FormulaFunction | undefined => byName.get(name);

/** Numbers that have a name. */
export const formulaConstants: ReadonlyMap<string, number> = new Map([['pi', Math.PI]]);

export const piExpression: Expression = { kind: 'symbol', name: 'π' };

/** A power as a product of the base with itself, for whole exponents that come to few factors. */
export function wholePower(builder: Builder, base: ValueId, exponent: number): ValueId | undefined {
  const size = Math.abs(exponent);
  if (!Number.isInteger(exponent) || size > 64) return undefined;
  if (size === 0) return builder.broadcast(builder.constant(1), builder.shape(base));
  let result: ValueId | undefined;
  let square = base;
  for (let left = size; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result === undefined ? square : builder.multiply(result, square);
    if (left > 1) square = builder.multiply(square, square);
  }
  const whole = result ?? base;
  return exponent > 0 ? whole : builder.divide(builder.constant(1), whole);
}

export const numberExpression = (value: number): Expression =>
  value === Math.PI ? piExpression : number(value);
