import {
  type Operation,
  type PrimitiveName,
  type Program,
  type Value,
  type ValueId,
  valueAt,
} from '../program/program.ts';
import { broadcastShapes, type Dimension, type Shape, shapesEqual } from '../program/shape.ts';
import { expand, type Notation, noLimits, type Pattern } from './expand.ts';
import type { Expression } from './expression.ts';
import { toText } from './text.ts';
import { namingOf } from './visible.ts';

/**
 * A value as NumPy code that runs: `dL_dW1 = dL_dz1.T @ x`. Unlike the formulas for reading it leaves nothing out:
 * axes that are kept, stretching where NumPy would not do it by itself, the bounds that guard divisions.
 */
export interface NumPyCode {
  /** One assignment a line, the parts before what uses them. */
  readonly lines: readonly string[];
  /** The names that the lines read, with the values they stand for. */
  readonly given: ReadonlyMap<string, ValueId>;
  /** Whether the lines need the batch size as N, and `math` for erf. */
  readonly needs: { readonly batch: boolean; readonly math: boolean };
}

/** Python's binding strengths as far as they matter here. */
const level = { comparison: 0, sum: 1, product: 2, sign: 3, power: 4, atom: 5 } as const;

interface Piece {
  readonly text: string;
  readonly level: number;
  /** A comparison, of booleans: NumPy can choose by it, but not subtract it. */
  readonly isCondition?: boolean;
}

interface Step {
  readonly program: Pick<Program, 'values'>;
  readonly id: ValueId;
  readonly value: Value;
  /** The value behind an id that is written where it stands, not by a name. */
  readonly open: (id: ValueId) => Value | undefined;
}

type Rule<P extends PrimitiveName> = (
  step: Step,
  operation: Extract<Operation, { primitive: P }>,
) => Pattern<Piece>;

const atom = (text: string): Piece => ({ text, level: level.atom });

const nothing = atom('0.0');

/** As numbers: a comparison becomes 1.0 and 0.0. */
function asNumbers(piece: Piece = nothing): Piece {
  return piece.isCondition === true ? { text: `(${piece.text}) * 1.0`, level: level.product } : piece;
}

function atLeast(given: Piece | undefined, least: number): string {
  const { text, level: own } = asNumbers(given);
  return own < least ? `(${text})` : text;
}

const argument = (piece: Piece | undefined): string => asNumbers(piece).text;

const leaf = (piece: Piece): Pattern<Piece> => ({ parts: [], build: () => piece });

/** `name(a, b, more)` */
const applied = (name: string, parts: readonly ValueId[], ...more: readonly string[]): Pattern<Piece> => ({
  parts,
  build: (pieces) => atom(`${name}(${[...pieces.map(argument), ...more].join(', ')})`),
});

const called =
  (name: string): ((step: Step) => Pattern<Piece>) =>
  ({ value }) =>
    applied(name, value.inputs);

/**
 * The operands of something that works element by element, without their stretching where NumPy comes to the same
 * shape by itself.
 */
function unstretched({ program, value, open }: Step): readonly ValueId[] {
  const before = value.inputs.map((id) =>
    open(id)?.operation.primitive === 'broadcast' ? (valueAt(program, id).inputs[0] as ValueId) : id,
  );
  const joined = before.reduce<Shape | undefined>(
    (shape, id) => (shape === undefined ? undefined : broadcastShapes(shape, valueAt(program, id).shape)),
    [],
  );
  return joined !== undefined && shapesEqual(joined, value.shape) ? before : value.inputs;
}

/** Python reads from the left, so an operand on the right is bracketed at the same strength. */
const infix =
  (sign: string, own: number): ((step: Step) => Pattern<Piece>) =>
  (step) => ({
    parts: unstretched(step),
    build: ([left, right]) => ({
      text: `${atLeast(left, own)} ${sign} ${atLeast(right, own + 1)}`,
      level: own,
    }),
  });

const comparison =
  (sign: string): ((step: Step) => Pattern<Piece>) =>
  (step) => ({
    parts: unstretched(step),
    build: ([left, right]) => ({
      text: `${atLeast(left, level.sum)} ${sign} ${atLeast(right, level.sum)}`,
      level: level.comparison,
      isCondition: true,
    }),
  });

const elementwise =
  (name: string): ((step: Step) => Pattern<Piece>) =>
  (step) =>
    applied(name, unstretched(step));

/** (0,) or 0: Python's way to write one axis or several. */
const axesText = (axes: readonly number[]): string =>
  axes.length === 1 ? String(axes[0]) : `(${axes.join(', ')})`;

const reduction =
  (name: string) =>
  ({ value }: Step, { axes }: { readonly axes: readonly number[] }): Pattern<Piece> =>
    applied(name, value.inputs, `axis=${axesText(axes)}`, 'keepdims=True');

const dimensionText = (dimension: Dimension): string => {
  if (typeof dimension === 'number') return String(dimension);
  return dimension === 'N' ? 'N' : dimension.replace('N', ' * N');
};

const shapeText = (shape: Shape): string =>
  shape.length === 1
    ? `(${dimensionText(shape[0] as Dimension)},)`
    : `(${shape.map(dimensionText).join(', ')})`;

/** Any double as Python reads it. */
function numberText(value: number): Piece {
  if (Number.isNaN(value)) return atom('np.nan');
  if (value === Number.POSITIVE_INFINITY) return atom('np.inf');
  if (value === Number.NEGATIVE_INFINITY) return { text: '-np.inf', level: level.sign };
  const text = Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : String(value);
  return { text, level: value < 0 || Object.is(value, -0) ? level.sign : level.atom };
}

const swapsLastTwo = (permutation: readonly number[]): boolean => {
  const rank = permutation.length;
  return permutation.every((axis, at) => axis === (at < rank - 2 ? at : 2 * rank - 3 - at));
};

const table: { readonly [P in PrimitiveName]: Rule<P> } = {
  input: (_, { key }) => leaf(atom(identifier(key))),
  parameter: (_, { key }) => leaf(atom(identifier(key))),
  state: (_, { key }) => leaf(atom(identifier(key))),
  setting: (_, { key }) => leaf(atom(identifier(key))),
  constant: (_, { value }) => leaf(numberText(value)),
  size: (_, { of }) => {
    const text = of.map(dimensionText).join(' * ') || '1.0';
    return leaf({ text, level: text.includes('*') ? level.product : level.atom });
  },
  random: ({ value }) => leaf(atom(`np.random.random(${shapeText(value.shape)})`)),
  negate: ({ value }) => ({
    parts: value.inputs,
    build: ([of]) => ({ text: `-${atLeast(of, level.sign)}`, level: level.sign }),
  }),
  exp: called('np.exp'),
  log: called('np.log'),
  clampedLog: ({ value }) => ({
    parts: value.inputs,
    build: ([of]) => atom(`np.maximum(np.log(${argument(of)}), -100.0)`),
  }),
  tanh: called('np.tanh'),
  logistic: ({ value }) => ({
    parts: value.inputs,
    build: ([of]) => ({ text: `1.0 / (1.0 + np.exp(-${atLeast(of, level.sign)}))`, level: level.product }),
  }),
  softplus: ({ value }) => ({
    parts: value.inputs,
    build: ([of]) => atom(`np.logaddexp(0.0, ${argument(of)})`),
  }),
  erf: called('np.vectorize(math.erf)'),
  sqrt: called('np.sqrt'),
  absolute: called('np.abs'),
  sign: called('np.sign'),
  add: infix('+', level.sum),
  subtract: infix('-', level.sum),
  multiply: (step) => {
    const [a, b] = step.value.inputs as readonly [ValueId, ValueId];
    if (a !== b) return infix('*', level.product)(step);
    return { parts: [a], build: ([of]) => ({ text: `${atLeast(of, level.atom)} ** 2`, level: level.power }) };
  },
  divide: infix('/', level.product),
  maximum: elementwise('np.maximum'),
  minimum: elementwise('np.minimum'),
  greater: comparison('>'),
  greaterEqual: comparison('>='),
  equal: comparison('=='),
  select: (step) => ({
    parts: unstretched(step),
    build: ([condition = nothing, whenTrue, whenFalse]) => {
      const test = condition.isCondition === true ? condition.text : `${atLeast(condition, level.sum)} != 0`;
      return atom(`np.where(${test}, ${argument(whenTrue)}, ${argument(whenFalse)})`);
    },
  }),
  sum: reduction('np.sum'),
  max: reduction('np.max'),
  logSumExp: ({ value }, { axes }) =>
    applied('np.logaddexp.reduce', value.inputs, `axis=${axesText(axes)}`, 'keepdims=True'),
  broadcast: ({ value }, { shape }) => applied('np.broadcast_to', value.inputs, shapeText(shape)),
  reshape: ({ value }, { shape }) => applied('np.reshape', value.inputs, shapeText(shape)),
  transpose: ({ value }, { permutation }) => {
    if (permutation.length === 2) {
      return { parts: value.inputs, build: ([of]) => atom(`${atLeast(of, level.atom)}.T`) };
    }
    return swapsLastTwo(permutation)
      ? applied('np.swapaxes', value.inputs, '-1', '-2')
      : applied('np.transpose', value.inputs, shapeText(permutation));
  },
  matmul: ({ value }) => ({
    parts: value.inputs,
    build: ([left, right]) => ({
      text: `${atLeast(left, level.product)} @ ${atLeast(right, level.sign)}`,
      level: level.product,
    }),
  }),
  concatenate: ({ value }, { axis }) => ({
    parts: value.inputs,
    build: (parts) => atom(`np.concatenate([${parts.map(argument).join(', ')}], axis=${axis})`),
  }),
  slice: ({ value }, { axis, start, end }) => ({
    parts: value.inputs,
    build: ([of]) => atom(`${atLeast(of, level.atom)}[${':, '.repeat(axis)}${start}:${end}]`),
  }),
  oneHot: ({ value }, { classes, axis }) => ({
    parts: value.inputs,
    build: ([of]) => {
      const rows = `np.eye(${classes})[${atLeast(of, level.atom)}.astype(int)]`;
      return atom(axis === value.shape.length - 1 ? rows : `np.moveaxis(${rows}, -1, ${axis})`);
    },
  }),
  stopGradient: ({ value }) => ({ parts: value.inputs, build: ([of = nothing]) => of }),
  port: ({ value }) => ({ parts: value.inputs, build: ([of = nothing]) => of }),
};

function patternOf<P extends PrimitiveName>(
  step: Step,
  operation: Extract<Operation, { primitive: P }>,
): Pattern<Piece> {
  const rule = table[operation.primitive as P];
  return rule(step, operation);
}

const reserved: ReadonlySet<string> = new Set([
  ...'and as assert async await break class continue def del elif else except finally for from'.split(' '),
  ...'global if import in is lambda nonlocal not or pass raise return try while with yield'.split(' '),
  ...['False', 'None', 'True', 'N', 'np', 'math', 'print'],
]);

const greek: ReadonlyMap<string, string> = new Map([
  ['α', 'alpha'],
  ['β', 'beta'],
  ['γ', 'gamma'],
  ['δ', 'delta'],
  ['ε', 'eps'],
  ['μ', 'mu'],
  ['σ', 'sigma'],
]);

/** Any text as a name that Python takes. */
function identifier(text: string): string {
  const written = [...text.normalize('NFD')]
    .map((character) => greek.get(character) ?? character)
    .join('')
    .replaceAll('\u0302', '_hat')
    .replace(/[^A-Za-z0-9_]+/gu, '_')
    .replace(/^(?=\d)/u, '_')
    .replace(/_+$/u, '');
  const name = written === '' ? 'value' : written;
  return reserved.has(name) ? `${name}_` : name;
}

/** A formula's name as a name in Python: z₁ is z1, ŷ is y_hat, ∂L/∂W₁ is dL_dW1. */
export function pythonName(expression: Expression): string {
  if (expression.kind === 'derivative')
    return `d${pythonName(expression.over)}_d${pythonName(expression.by)}`;
  if (expression.kind !== 'symbol') return identifier(toText(expression));
  const { index, hat, name } = expression;
  return identifier(`${name}${hat === true ? '_hat' : ''}${index ?? ''}`);
}

/** Names in Python for all names of a formula, each once; the same names in the same order give the same. */
export function pythonNames(names: ReadonlyMap<ValueId, Expression>): ReadonlyMap<ValueId, string> {
  const byWritten = new Map<string, string>();
  const taken = new Set<string>();
  return new Map(
    [...names].map(([id, expression]) => {
      const shape = expression.kind === 'symbol' ? `${expression.shape ?? ''}` : '';
      const written = `${toText(expression)} ${shape}`;
      const known = byWritten.get(written);
      if (known !== undefined) return [id, known];
      const wanted = pythonName(expression);
      let free = wanted;
      for (let count = 2; taken.has(free); count += 1) free = `${wanted}_${count}`;
      taken.add(free);
      byWritten.set(written, free);
      return [id, free];
    }),
  );
}

/**
 * A value as code, assigned to `target`. Values in `names` are read by their names in Python (`pythonNames`), except the
 * value itself; parts used several times are assigned first.
 */
export function toNumPy(
  program: Pick<Program, 'values'>,
  id: ValueId,
  names: ReadonlyMap<ValueId, string>,
  target: string,
): NumPyCode {
  const given = new Map<string, ValueId>();
  const needs = { batch: false, math: false };
  const naming = namingOf(program, names);
  const isMark = (at: ValueId): boolean =>
    ['port', 'stopGradient'].includes(valueAt(program, at).operation.primitive);
  const resolve = (from: ValueId): ValueId => {
    let at = from;
    while (naming.named(at) === undefined && isMark(at)) at = valueAt(program, at).inputs[0] as ValueId;
    return at;
  };
  const read = (name: string, at: ValueId): Piece => {
    given.set(name, at);
    return atom(name);
  };
  const open = (at: ValueId): Value | undefined =>
    naming.named(at) === undefined ? valueAt(program, at) : undefined;
  const notation: Notation<Piece> = {
    resolve,
    named: (at) => {
      const name = naming.named(at);
      if (name !== undefined) return read(name, at);
      const { operation } = valueAt(program, at);
      return 'key' in operation ? read(identifier(operation.key), at) : undefined;
    },
    pattern: (at) => {
      const value = valueAt(program, at);
      const { primitive } = value.operation;
      if (primitive === 'erf') needs.math = true;
      const pattern = patternOf({ program, id: at, value, open }, value.operation);
      if (primitive === 'size' || mentionsBatch(value.operation)) needs.batch = true;
      return pattern;
    },
    local: (index) => atom(`part${index}`),
    ellipsis: atom('...'),
  };
  const root = resolveRoot(program, id);
  const { operation } = valueAt(program, root);
  // What is only handed on is written by the key of what it comes from.
  if ('key' in operation) given.set(identifier(operation.key), root);
  const { written, definitions } = expand(notation, [root], noLimits);
  const assign = (name: string, piece: Piece | undefined): string => `${name} = ${argument(piece)}`;
  const lines = [
    ...definitions
      .toSorted((a, b) => a.id - b.id)
      .map(({ name, written: piece }) => assign(name.text, piece)),
    assign(target, written[0]),
  ];
  return { lines, given, needs };
}

const mentionsBatch = (operation: Operation): boolean =>
  (operation.primitive === 'broadcast' ||
    operation.primitive === 'reshape' ||
    operation.primitive === 'random') &&
  operation.shape.some((dimension) => typeof dimension === 'string');

/** Marks at the root say nothing. */
function resolveRoot(program: Pick<Program, 'values'>, id: ValueId): ValueId {
  let at = id;
  while (valueAt(program, at).operation.primitive === 'port') at = valueAt(program, at).inputs[0] as ValueId;
  return at;
}
