import {
  type Operation,
  type Origin,
  type OutputKey,
  type OutputRole,
  type PrimitiveName,
  type Program,
  parseOutputKey,
  type Value,
  type ValueId,
  valueAt,
} from '../program/program.ts';
import { multiplyDimensions, type Shape } from '../program/shape.ts';
import { expand, type Notation, type Pattern } from './expand.ts';
import { type Expression, number } from './expression.ts';
import { realMinus } from './letters.ts';
import { logSoftmaxOperand, softmaxOperand } from './softmax.ts';
import { toText } from './text.ts';
import { coreOf, isBatchOnly, namingOf, reducedAxes } from './visible.ts';

/** One line of the listing: `z1 = matmul(x, transpose(fc1.weight)) + fc1.bias`, its shape at the right. */
export interface ProgramLine {
  readonly stage: Origin['stage'];
  readonly name: string;
  /** What stands right of the equals sign. */
  readonly text: string;
  readonly shape: Shape;
  /** The node the line belongs to; empty for the total loss. */
  readonly node: string;
  readonly id: ValueId;
}

/** Written text and how tightly it holds together: 0 a comparison, 1 a sum, 2 a product, 3 anything closed. */
interface Piece {
  readonly text: string;
  readonly level: 0 | 1 | 2 | 3;
}

interface Step {
  readonly program: Pick<Program, 'values'>;
  readonly id: ValueId;
  readonly value: Value;
}

type Rule<P extends PrimitiveName> = (
  step: Step,
  operation: Extract<Operation, { primitive: P }>,
) => Pattern<Piece>;

const closed = (text: string): Piece => ({ text, level: 3 });

const atLeast = (piece: Piece | undefined, level: Piece['level']): string => {
  const { text, level: own } = piece ?? closed('?');
  return own < level ? `(${text})` : text;
};

const leaf = (text: string): Pattern<Piece> => ({ parts: [], build: () => closed(text) });

/** `name(a, b)`, with further arguments that are no values. */
const applied = (name: string, parts: readonly ValueId[], ...more: readonly string[]): Pattern<Piece> => ({
  parts,
  build: (pieces) => closed(`${name}(${[...pieces.map(({ text }) => text), ...more].join(', ')})`),
});

const called =
  (name: string): ((step: Step) => Pattern<Piece>) =>
  ({ value }) =>
    applied(name, value.inputs);

/** Read from the left, as it is computed: an operand on the right is bracketed at the same level. */
const infix =
  (sign: string, level: 0 | 1 | 2): ((step: Step) => Pattern<Piece>) =>
  ({ value }) => {
    const rightLevel = (level + 1) as Piece['level'];
    return {
      parts: value.inputs,
      build: ([left, right]) => ({
        text: `${atLeast(left, level === 0 ? 1 : level)} ${sign} ${atLeast(right, rightLevel)}`,
        level,
      }),
    };
  };

/** With a constant on the right, where a reader looks for the threshold. */
const comparison =
  (sign: string, mirrored: string) =>
  (step: Step): Pattern<Piece> => {
    const [left, right] = step.value.inputs as readonly [ValueId, ValueId];
    const isConstant = (id: ValueId): boolean =>
      valueAt(step.program, coreOf(step.program, id)).operation.primitive === 'constant';
    return isConstant(left) && !isConstant(right)
      ? infix(mirrored, 0)({ ...step, value: { ...step.value, inputs: [right, left] } })
      : infix(sign, 0)(step);
  };

/** The axes of a reduction: nothing for the last one, N for the batch, else their numbers. */
function axesText(axes: readonly number[], shape: Shape): readonly string[] {
  const reduced = reducedAxes(axes, shape);
  if (reduced.length === 1 && axes.includes(shape.length - 1)) return [];
  if (isBatchOnly(reduced, shape)) return ['N'];
  if (reduced.length === shape.filter((dimension) => dimension !== 1).length) return ['all'];
  return [`axis ${reduced.join(' ')}`];
}

const reduction =
  (name: string) =>
  ({ program, value }: Step, { axes }: { readonly axes: readonly number[] }): Pattern<Piece> =>
    applied(name, value.inputs, ...axesText(axes, valueAt(program, value.inputs[0] as ValueId).shape));

/** The sum behind a quotient that is a mean: what is divided by is the number of elements summed. */
function mean({ program, value }: Step): Pattern<Piece> | undefined {
  const [over, under] = value.inputs.map((id) => valueAt(program, coreOf(program, id)));
  if (over?.operation.primitive !== 'sum' || under === undefined) return undefined;
  const of = over.inputs[0] as ValueId;
  const { shape } = valueAt(program, of);
  const { axes } = over.operation;
  const summed = multiplyDimensions(axes.map((axis) => shape[axis] ?? 1));
  const { operation } = under;
  const divisor =
    operation.primitive === 'size'
      ? multiplyDimensions(operation.of)
      : operation.primitive === 'constant'
        ? operation.value
        : undefined;
  return summed !== undefined && summed === divisor
    ? applied('mean', [of], ...axesText(axes, shape))
    : undefined;
}

const table: { readonly [P in PrimitiveName]: Rule<P> } = {
  input: (_, { key }) => leaf(key),
  parameter: (_, { key }) => leaf(key.replace('/', '.')),
  state: (_, { key }) => leaf(key.replaceAll('/', '.')),
  setting: (_, { key }) => leaf(key === 'learningRate' ? 'η' : key),
  constant: (_, { value }) => ({
    parts: [],
    build: () => ({ text: toText(number(value)), level: value < 0 ? 1 : 3 }),
  }),
  size: (_, { of }) => ({
    parts: [],
    build: () => ({ text: toText({ kind: 'size', of }), level: multiplyDimensions(of) === 'N' ? 3 : 2 }),
  }),
  random: (_, { stream }) => leaf(`uniform#${stream}`),
  negate: ({ value }) => ({
    parts: value.inputs,
    build: ([of]) => ({ text: `${realMinus}${atLeast(of, 2)}`, level: 1 }),
  }),
  exp: (step) => {
    const x = softmaxOperand(step.program, step.id);
    return x === undefined ? called('exp')(step) : applied('softmax', [x]);
  },
  log: called('log'),
  clampedLog: called('clampedLog'),
  tanh: called('tanh'),
  logistic: called('sigmoid'),
  softplus: called('softplus'),
  erf: called('erf'),
  sqrt: called('sqrt'),
  absolute: called('abs'),
  sign: called('sign'),
  add: infix('+', 1),
  subtract: (step) => {
    const x = logSoftmaxOperand(step.program, step.id);
    return x === undefined ? infix(realMinus, 1)(step) : applied('logSoftmax', [x]);
  },
  multiply: infix('·', 2),
  divide: (step) => mean(step) ?? infix('/', 2)(step),
  maximum: called('max'),
  minimum: called('min'),
  greater: comparison('>', '<'),
  greaterEqual: comparison('≥', '≤'),
  equal: infix('=', 0),
  select: called('select'),
  sum: reduction('sum'),
  max: reduction('max'),
  logSumExp: reduction('logSumExp'),
  broadcast: called('broadcast'),
  reshape: ({ value }) => applied('reshape', value.inputs, value.shape.join('×')),
  transpose: called('transpose'),
  matmul: called('matmul'),
  concatenate: called('concat'),
  slice: ({ value }, { start, end }) => applied('slice', value.inputs, `${start}:${end}`),
  oneHot: called('oneHot'),
  stopGradient: called('stopGradient'),
  port: called('port'),
};

function patternOf<P extends PrimitiveName>(
  step: Step,
  operation: Extract<Operation, { primitive: P }>,
): Pattern<Piece> {
  const rule = table[operation.primitive as P];
  return rule(step, operation);
}

const stageOf: Readonly<Record<Exclude<OutputRole, 'parameter' | 'buffer' | 'part'>, Origin['stage']>> = {
  value: 'forward',
  loss: 'forward',
  gradient: 'backward',
  parameterGradient: 'backward',
  update: 'update',
  stateUpdate: 'update',
};
const stages: readonly Origin['stage'][] = ['forward', 'backward', 'update'];

/** A symbol as an identifier: z₁ is z1, the gradient of a loss by it dz1. */
function identifier(expression: Expression): string {
  if (expression.kind === 'derivative') return `d${identifier(expression.by)}`;
  if (expression.kind !== 'symbol') return toText(expression);
  const { index, ...unindexed } = expression;
  return `${toText(unindexed)}${index ?? ''}`;
}

interface Output {
  readonly key: OutputKey;
  readonly core: ValueId;
  readonly stage: Origin['stage'];
  readonly node: string;
}

/** One output for each value worth a line: the first of its stage; leaves and parameters are no lines. */
function outputsOf(program: Program): readonly Output[] {
  const outputs = [...program.outputs].flatMap(([key, id]): Output[] => {
    const { role, node } = parseOutputKey(key);
    const core = coreOf(program, id);
    const isLeaf = valueAt(program, core).inputs.length === 0;
    return role === 'parameter' || role === 'buffer' || role === 'part' || isLeaf
      ? []
      : [{ key, core, stage: stageOf[role], node }];
  });
  const order = (output: Output): number => stages.indexOf(output.stage);
  const seen = new Set<ValueId>();
  return outputs
    .sort((a, b) => order(a) - order(b) || a.core - b.core)
    .filter(({ core }) => !seen.has(core) && seen.add(core));
}

/** The name of an output when nobody gave it one: of its node and port, or `d` and what it is the gradient of. */
function nameOutput(program: Program, key: OutputKey, nameOf: (id: ValueId) => string | undefined): string {
  const { role, node, name } = parseOutputKey(key);
  const own = (of: 'value' | 'parameter'): string => {
    const id = program.outputs.get(`${of} ${node} ${name}`);
    const fallback = name === 'output' ? node : `${node}.${name}`;
    return (id === undefined ? undefined : nameOf(coreOf(program, id))) ?? fallback;
  };
  switch (role) {
    case 'gradient':
      return `d${own('value')}`;
    case 'parameterGradient':
      return `d${own('parameter')}`;
    case 'update':
    case 'parameter':
      return own('parameter');
    case 'buffer':
    case 'stateUpdate':
      return `${node}.${name.replaceAll('/', '.')}`;
    case 'value':
    case 'part':
      return own('value');
    case 'loss':
      return node === '' ? 'L' : own('value');
  }
}

/** Names of all lines by value; of several values that would share one, the last computed keeps it (the total). */
function lineNames(
  program: Program,
  outputs: readonly Output[],
  names: ReadonlyMap<ValueId, Expression>,
): ReadonlyMap<ValueId, string> {
  const given = new Map<ValueId, string>();
  for (const [id, name] of names) {
    const core = coreOf(program, id);
    if (!given.has(core)) given.set(core, identifier(name));
  }
  const result = new Map<ValueId, string>();
  const taken = new Set<string>();
  const nameOf = (id: ValueId): string | undefined => {
    const { operation } = valueAt(program, id);
    return given.get(id) ?? result.get(id) ?? (operation.primitive === 'input' ? operation.key : undefined);
  };
  const claim = ({ key, core, node }: Output): void => {
    const wanted = given.get(core) ?? nameOutput(program, key, nameOf);
    const free = [wanted, `${wanted}.${node}`].find((name) => !taken.has(name)) ?? `${wanted}.${core}`;
    taken.add(free);
    result.set(core, free);
  };
  const inStage = (stage: Origin['stage']): readonly Output[] =>
    outputs.filter((output) => output.stage === stage);
  for (const stage of stages) for (const output of [...inStage(stage)].reverse()) claim(output);
  return result;
}

/**
 * The names of the listing's lines by the value of the program that each stands for: `z1`, its gradient `dz1`, `dfc1.weight`.
 * The next value of a parameter, on whose line stands the parameter's own name, has a prime: `fc1.weight′`.
 */
export function listedNames(
  program: Program,
  names: ReadonlyMap<ValueId, Expression>,
): ReadonlyMap<ValueId, string> {
  const outputs = outputsOf(program);
  const updates = new Set(outputs.flatMap(({ core, stage }) => (stage === 'update' ? [core] : [])));
  return new Map(
    [...lineNames(program, outputs, names)].map(([id, name]) => [id, updates.has(id) ? `${name}′` : name]),
  );
}

/**
 * The program as a listing: a line for the value of each node, each loss, each gradient and each update, in the
 * order in which they are computed within their stage. A line calls other lines by their names and parameters by
 * `node.parameter`; reductions without an axis run along the last one. Parts used in several places have lines of
 * their own, u1, u2 …
 */
export function programLines(
  program: Program,
  names: ReadonlyMap<ValueId, Expression>,
): readonly ProgramLine[] {
  const outputs = outputsOf(program);
  const called = lineNames(program, outputs, names);
  const notation: Notation<Piece> = {
    ...namingOf(program, new Map([...called].map(([id, name]) => [id, closed(name)]))),
    pattern: (id) => {
      const value = valueAt(program, id);
      return patternOf({ program, id, value }, value.operation);
    },
    local: (index) => closed(`u${index}`),
    ellipsis: closed('…'),
  };
  const { written, definitions } = expand(
    notation,
    outputs.map(({ core }) => core),
  );
  const lines = outputs.map(
    ({ core, stage, node }, index): ProgramLine => ({
      stage,
      name: called.get(core) ?? '',
      text: written[index]?.text ?? '',
      shape: valueAt(program, core).shape,
      node,
      id: core,
    }),
  );
  const locals = definitions.map(({ id, name, written: { text } }): ProgramLine => {
    const { shape, origin } = valueAt(program, id);
    return { stage: origin?.stage ?? 'forward', name: name.text, text, shape, node: origin?.node ?? '', id };
  });
  return [...lines, ...locals].sort(
    (a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage) || a.id - b.id,
  );
}
