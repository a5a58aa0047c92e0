import {
  type Operation,
  type PrimitiveName,
  type Program,
  type Value,
  type ValueId,
  valueAt,
} from '../program/program.ts';
import type { Shape } from '../program/shape.ts';
import * as compose from './compose.ts';
import type { Description } from './describe.ts';
import {
  type AxisIndex,
  freshIndex,
  freshIndices,
  movedIndex,
  regroupedIndices,
  type Scope,
  writtenIndex,
  writtenIndices,
} from './element-index.ts';
import { sharedValues } from './expand.ts';
import {
  call,
  type Expression,
  element,
  equation,
  fraction,
  number,
  power,
  product,
  symbol,
} from './expression.ts';
import { unguarded } from './guard.ts';
import { isLetterOf, someParts, usesLetter, withIndex } from './map-expression.ts';
import { logSoftmaxOperand, softmaxOperand } from './softmax.ts';
import { type Naming, reducedAxes } from './visible.ts';

/** Where in a value an element lies, and which letters are taken there. */
interface Place {
  readonly indices: readonly AxisIndex[];
  readonly scope: Scope;
}

interface Step {
  readonly program: Pick<Program, 'values'>;
  readonly id: ValueId;
  readonly value: Value;
  readonly place: Place;
  /** An element of an operand. */
  readonly write: (id: ValueId, place: Place) => Expression;
  /** The value behind an operand, or undefined where it is written by a name. */
  readonly open: (id: ValueId) => Value | undefined;
}

type Rule<P extends PrimitiveName> = (
  step: Step,
  operation: Extract<Operation, { primitive: P }>,
) => Expression;

const ellipsis = symbol('…');

/** Elements are numbers, which stand side by side where tensors need ⊙. */
export const asProduct = (of: Expression): Expression => {
  if (of.kind === 'hadamard') return product(...of.factors.map(asProduct));
  if (of.kind === 'sum') {
    return { kind: 'sum', terms: of.terms.map((term) => ({ ...term, of: asProduct(term.of) })) };
  }
  return of.kind === 'fraction' ? { ...of, over: asProduct(of.over), under: asProduct(of.under) } : of;
};

const operand = (value: Value, index: number): ValueId => value.inputs[index] as ValueId;

/** An operand's element at the same place. */
const at = (step: Step, index: number): Expression => step.write(operand(step.value, index), step.place);

const called =
  (name: string): ((step: Step) => Expression) =>
  (step) =>
    call(name, at(step, 0));

const times = (left: Expression, right: Expression): Expression =>
  asProduct(compose.multiply({ of: left, scalar: false }, { of: right, scalar: false }));

const comparison =
  (relation: '>' | '≥' | '='): ((step: Step) => Expression) =>
  (step) =>
    compose.indicator(at(step, 0), relation, at(step, 1));

const bound =
  (name: 'max' | 'min'): ((step: Step) => Expression) =>
  (step) => {
    const [left, right] = [at(step, 0), at(step, 1)];
    return right.kind === 'number' ? call(name, right, left) : call(name, left, right);
  };

/** Letters of their own for some axes, for a sum over them. */
function summedOver(
  { indices, scope }: Place,
  shape: Shape,
  axes: readonly number[],
): { readonly place: Place; readonly letters: ReturnType<typeof freshIndex>['letters'] } {
  let known = scope;
  const letters: ReturnType<typeof freshIndex>['letters'][number][] = [];
  const moved = indices.map((index, axis) => {
    if (!axes.includes(axis)) return index;
    const fresh = freshIndex(shape[axis] ?? 1, known);
    known = fresh.scope;
    letters.push(...fresh.letters);
    return fresh.index;
  });
  return { place: { indices: moved, scope: known }, letters };
}

/** What a body is where [i = …] picks one of its terms: Σ_k [k = y] x_k is x_y. */
function picked(body: Expression, letter: string): Expression | undefined {
  const factors = body.kind === 'product' ? body.factors : [body];
  for (const factor of factors) {
    if (factor.kind !== 'indicator' || factor.relation !== '=') continue;
    const { left, right } = factor;
    const other = isLetterOf(left, letter) ? right : isLetterOf(right, letter) ? left : undefined;
    if (other === undefined || usesLetter(other, letter)) continue;
    const rest = factors.filter((each) => each !== factor);
    const [only] = rest;
    return withIndex(
      rest.length === 1 && only !== undefined ? only : rest.length === 0 ? number(1) : product(...rest),
      letter,
      other,
    );
  }
  return undefined;
}

/** Σ over letters, the last innermost; a factor [k = …] picks a term instead. */
export function sumOver(
  body: Expression,
  letters: readonly { readonly letter: string; readonly size: Shape[number] }[],
): Expression {
  return [...letters].reverse().reduce<Expression>(
    (of, { letter, size }) =>
      compose.linearly(of, (positive) => {
        const one = picked(positive, letter);
        return one ?? { kind: 'bigSum', over: letter, range: size, of: positive };
      }),
    body,
  );
}

const largest = (
  body: Expression,
  letters: readonly { readonly letter: string; readonly size: Shape[number] }[],
): Expression =>
  [...letters].reverse().reduce<Expression>(
    (of, { letter, size }) => ({
      kind: 'bigSum',
      operator: 'max',
      over: letter,
      range: size,
      of,
    }),
    body,
  );

/** Σ e^(x) over some axes of a value. */
function sumOfExponentials(step: Step, x: ValueId, axes: readonly number[]): Expression {
  const { shape } = valueAt(step.program, x);
  const { place, letters } = summedOver(step.place, shape, reducedAxes(axes, shape));
  return sumOver(call('exp', step.write(x, place)), letters);
}

/** The axes along which a softmax is taken: those of the logSumExp under it. */
function softmaxAxes(program: Pick<Program, 'values'>, subtraction: ValueId): readonly number[] {
  let at = valueAt(program, operand(valueAt(program, subtraction), 1));
  while (at.operation.primitive === 'broadcast') at = valueAt(program, operand(at, 0));
  return at.operation.primitive === 'logSumExp' ? at.operation.axes : [];
}

function logarithm(step: Step): Expression {
  const of = at(step, 0);
  return call('log', of);
}

function matmul(step: Step): Expression {
  const { program, value, place, write } = step;
  const [left, right] = [operand(value, 0), operand(value, 1)];
  const inner = valueAt(program, left).shape.at(-1) ?? 1;
  const fresh = freshIndex(inner, place.scope);
  const lead = place.indices.slice(0, -2);
  const [row = [], column = []] = place.indices.slice(-2);
  const body = times(
    write(left, { indices: [...lead, row, fresh.index], scope: fresh.scope }),
    write(right, { indices: [...lead, fresh.index, column], scope: fresh.scope }),
  );
  return sumOver(body, fresh.letters);
}

/** Indices for an operand that was stretched: its own axes, from the right. */
function beforeStretching(place: Place, shape: Shape): Place {
  const added = place.indices.length - shape.length;
  return {
    ...place,
    indices: shape.map((size, axis) => (size === 1 ? [] : (place.indices[axis + added] ?? []))),
  };
}

const table: { readonly [P in PrimitiveName]: Rule<P> } = {
  input: ({ value, place }, { key }) =>
    element(symbol(key, { node: key, shape: value.shape }), writtenIndices(place.indices, value.shape)),
  parameter: ({ value, place }, { key }) =>
    element(
      symbol(key.replace('/', '.'), { upright: true, node: key.split('/')[0] ?? key, shape: value.shape }),
      writtenIndices(place.indices, value.shape),
    ),
  state: ({ value, place }, { key }) =>
    element(
      symbol(key.split('/').at(-1) ?? key, { upright: true, shape: value.shape }),
      writtenIndices(place.indices, value.shape),
    ),
  setting: (_, { key }) => (key === 'learningRate' ? symbol('η') : symbol(key, { upright: true })),
  constant: (_, { value }) => number(value),
  size: (_, { of }) => ({ kind: 'size', of }),
  random: ({ value, place }, { stream }) =>
    element(
      symbol('u', { index: stream, shape: value.shape, node: '' }),
      writtenIndices(place.indices, value.shape),
    ),
  negate: (step) => asProduct(compose.negate(at(step, 0))),
  exp: (step) => {
    const { program, id, value } = step;
    const isOpen = step.open(operand(value, 0)) !== undefined;
    const x = isOpen ? softmaxOperand(program, id) : undefined;
    if (x === undefined) return call('exp', at(step, 0));
    return fraction(
      call('exp', step.write(x, step.place)),
      sumOfExponentials(step, x, softmaxAxes(program, operand(value, 0))),
    );
  },
  log: logarithm,
  clampedLog: logarithm,
  tanh: called('tanh'),
  logistic: called('σ'),
  softplus: called('softplus'),
  erf: called('erf'),
  sqrt: called('sqrt'),
  absolute: (step) => ({ kind: 'absolute', of: at(step, 0) }),
  sign: called('sign'),
  add: (step) => compose.add(at(step, 0), at(step, 1)),
  subtract: (step) => {
    const x = logSoftmaxOperand(step.program, step.id);
    if (x === undefined) return compose.subtract(at(step, 0), at(step, 1));
    const total = sumOfExponentials(step, x, softmaxAxes(step.program, step.id));
    return compose.subtract(step.write(x, step.place), call('log', total));
  },
  multiply: (step) => {
    const [a, b] = step.value.inputs as readonly [ValueId, ValueId];
    return a === b ? power(at(step, 0), number(2)) : times(at(step, 0), at(step, 1));
  },
  divide: (step) => {
    const under = unguarded(step.open, operand(step.value, 1));
    return asProduct(compose.divide(at(step, 0), step.write(under, step.place)));
  },
  maximum: bound('max'),
  minimum: bound('min'),
  greater: comparison('>'),
  greaterEqual: comparison('≥'),
  equal: comparison('='),
  select: (step) =>
    asProduct(
      compose.choose(at(step, 0), { of: at(step, 1), scalar: false }, { of: at(step, 2), scalar: false }),
    ),
  sum: (step, { axes }) => {
    const { shape } = valueAt(step.program, operand(step.value, 0));
    const { place, letters } = summedOver(step.place, shape, reducedAxes(axes, shape));
    return sumOver(step.write(operand(step.value, 0), place), letters);
  },
  max: (step, { axes }) => {
    const { shape } = valueAt(step.program, operand(step.value, 0));
    const { place, letters } = summedOver(step.place, shape, reducedAxes(axes, shape));
    return largest(step.write(operand(step.value, 0), place), letters);
  },
  logSumExp: (step, { axes }) => call('log', sumOfExponentials(step, operand(step.value, 0), axes)),
  broadcast: ({ program, value, place, write }) => {
    const of = operand(value, 0);
    return write(of, beforeStretching(place, valueAt(program, of).shape));
  },
  reshape: ({ program, value, place, write }) => {
    const of = operand(value, 0);
    const indices = regroupedIndices(place.indices, valueAt(program, of).shape);
    return indices === undefined ? ellipsis : write(of, { ...place, indices });
  },
  transpose: ({ value, place, write }, { permutation }) =>
    write(operand(value, 0), {
      ...place,
      indices: permutation.map((_, axis) => place.indices[permutation.indexOf(axis)] ?? []),
    }),
  matmul,
  concatenate: ({ program, value, place, write }, { axis }) => {
    let start = 0;
    const parts = value.inputs.map((id) => {
      const size = valueAt(program, id).shape[axis] as number;
      const moved = size === 1 ? [] : movedIndex(place.indices[axis] ?? [], -start, size);
      start += size;
      const indices = place.indices.map((index, each) => (each === axis ? moved : index));
      return { end: start, written: write(id, { ...place, indices }) };
    });
    const index = writtenIndex(place.indices[axis] ?? []);
    const last = parts.at(-1)?.written ?? number(0);
    return parts.slice(0, -1).reduceRight<Expression>((otherwise, { end, written }) => {
      const condition: Expression = {
        kind: 'indicator',
        left: index,
        relation: '<',
        right: number(end),
      };
      return asProduct(
        compose.choose(condition, { of: written, scalar: false }, { of: otherwise, scalar: false }),
      );
    }, last);
  },
  slice: ({ program, value, place, write }, { axis, start }) => {
    const of = operand(value, 0);
    const size = valueAt(program, of).shape[axis] ?? 1;
    const indices = place.indices.map((index, each) =>
      each === axis ? movedIndex(index, start, size) : index,
    );
    return write(of, { ...place, indices });
  },
  oneHot: ({ value, place, write }, { axis }) => {
    const indices = place.indices.filter((_, each) => each !== axis);
    const which = write(operand(value, 0), { ...place, indices });
    return { kind: 'indicator', left: which, relation: '=', right: writtenIndex(place.indices[axis] ?? []) };
  },
  stopGradient: (step) => at(step, 0),
  port: (step) => at(step, 0),
};

function written<P extends PrimitiveName>(
  step: Step,
  operation: Extract<Operation, { primitive: P }>,
): Expression {
  const rule = table[operation.primitive as P];
  return rule(step, operation);
}

/** Elements written in one formula, before the rest becomes an ellipsis. */
const budget = 300;
const mostDefinitions = 12;

/** A named value's element; the index stands at the variable of a derivative: ∂L/∂W_ij. */
export const elementOf = (name: Expression, indices: readonly Expression[]): Expression =>
  name.kind === 'derivative' ? { ...name, by: element(name.by, indices) } : element(name, indices);

/** An element of a value: its indices as they are written, and what it is computed from. */
export interface ComponentDescription extends Description {
  readonly indices: readonly Expression[];
  readonly scope: Scope;
}

/**
 * One element of a value as a formula of elements: ∂L/∂W_ij = Σ_n ∂L/∂z_ni x_nj. Values that have names are written by
 * their names, except the value itself. Batches are counted by n, features by i, j, k; sums say over which letter.
 * Long parts that are used several times become u₁, u₂ … with indices of their own.
 */
export function describeComponent(
  program: Pick<Program, 'values'>,
  id: ValueId,
  naming: Naming<Expression>,
): ComponentDescription {
  const open = (at: ValueId): Value | undefined =>
    naming.named(at) === undefined ? valueAt(program, at) : undefined;
  const shared = sharedValues(
    { resolve: (at) => at, named: naming.named, pattern: (at) => ({ parts: valueAt(program, at).inputs }) },
    [id],
  );
  const locals = new Map<ValueId, Expression>();
  let left = budget;

  const openAt = (at: ValueId, place: Place): Expression => {
    const value = valueAt(program, at);
    return written({ program, id: at, value, place, write, open }, value.operation);
  };
  const write = (at: ValueId, place: Place): Expression => {
    left -= 1;
    if (left < 0) return ellipsis;
    const { shape } = valueAt(program, at);
    const name = naming.named(at);
    if (name !== undefined) return elementOf(name, writtenIndices(place.indices, shape));
    if (!shared.has(at) || at === id) return openAt(at, place);
    const known = locals.get(at);
    if (known === undefined && locals.size >= mostDefinitions) return openAt(at, place);
    const local = known ?? symbol('u', { index: locals.size + 1, shape, node: '' });
    locals.set(at, local);
    return element(local, writtenIndices(place.indices, shape));
  };

  const { shape } = valueAt(program, id);
  const place = freshIndices(shape);
  const expression = openAt(id, place);
  const definitions: Expression[] = [];
  // The map grows while it is read: definitions may call for further ones.
  for (const [at, name] of locals) {
    const own = freshIndices(valueAt(program, at).shape);
    left = budget;
    definitions.push(
      equation(element(name, writtenIndices(own.indices, valueAt(program, at).shape)), openAt(at, own)),
    );
  }
  return {
    expression,
    definitions,
    locals: [...locals],
    indices: writtenIndices(place.indices, shape),
    scope: place.scope,
  };
}

/** Whether a formula breaks off. */
export const breaksOff = (of: Expression): boolean =>
  someParts(of, (part) => part.kind === 'symbol' && part.name === '…');
