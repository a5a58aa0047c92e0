import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { broadcastShapes, formatShape, resolveAxis } from '../../program/shape.ts';
import { findFunction, formulaConstants, formulaFunctions, wholePower } from './functions.ts';
import { type BinarySign, FormulaFault, type Term } from './syntax.ts';

/** What the names of a formula stand for. */
export interface Scope {
  readonly builder: Builder;
  readonly values: ReadonlyMap<string, ValueId>;
}

type Call = Extract<Term, { kind: 'call' }>;
type Binary = Extract<Term, { kind: 'binary' }>;

/**
 * Writes a formula as primitives.
 * @throws FormulaFault where its operands do not fit, with the character at fault
 */
export function writeFormula(term: Term, scope: Scope): ValueId {
  const { builder } = scope;
  switch (term.kind) {
    case 'number':
      return builder.constant(term.value);
    case 'name': {
      const constant = formulaConstants.get(term.name);
      const value = scope.values.get(term.name);
      if (value !== undefined) return value;
      if (constant !== undefined) return builder.constant(constant);
      throw new FormulaFault(`Expected a value; ${term.name} is not known`, term.at);
    }
    case 'negated':
      return builder.negate(writeFormula(term.of, scope));
    case 'binary':
      return writeBinary(term, scope);
    case 'call':
      return writeCall(term, scope);
  }
}

const literal = (term: Term): number | undefined =>
  term.kind === 'number'
    ? term.value
    : term.kind === 'negated' && term.of.kind === 'number'
      ? -term.of.value
      : undefined;

/** Elementwise signs, by what they make of two values that broadcast. */
const elementwise: Readonly<
  Record<Exclude<BinarySign, '@' | '^'>, (builder: Builder, left: ValueId, right: ValueId) => ValueId>
> = {
  '+': (builder, left, right) => builder.add(left, right),
  '-': (builder, left, right) => builder.subtract(left, right),
  '*': (builder, left, right) => builder.multiply(left, right),
  '/': (builder, left, right) => builder.divide(left, right),
  '>': (builder, left, right) => builder.greater(left, right),
  '>=': (builder, left, right) => builder.binary('greaterEqual', left, right),
  '<': (builder, left, right) => builder.greater(right, left),
  '<=': (builder, left, right) => builder.binary('greaterEqual', right, left),
  '==': (builder, left, right) => builder.binary('equal', left, right),
};

function writeBinary(term: Binary, scope: Scope): ValueId {
  const { builder } = scope;
  const left = writeFormula(term.left, scope);
  if (term.sign === '^') {
    const exponent = literal(term.right);
    const whole = exponent === undefined ? undefined : wholePower(builder, left, exponent);
    if (whole !== undefined) return whole;
    if (exponent === 0.5) return builder.unary('sqrt', left);
  }
  const right = writeFormula(term.right, scope);
  const [a, b] = [builder.shape(left), builder.shape(right)];
  if (term.sign === '@') return writeProduct(term, scope, left, right);
  if (broadcastShapes(a, b) === undefined) {
    const hint = a.length !== b.length ? '; keepdim=true keeps the axis that sum and mean drop' : '';
    throw new FormulaFault(
      `Expected shapes that match from the right; found ${formatShape(a)} ${term.sign} ${formatShape(b)}${hint}`,
      term.at,
    );
  }
  if (term.sign === '^') return builder.exp(builder.multiply(right, builder.log(left)));
  return elementwise[term.sign](builder, left, right);
}

/** (…, m, k) @ (…, k, n); a single matrix serves all leading positions of the other. */
function writeProduct({ at }: Binary, { builder }: Scope, left: ValueId, right: ValueId): ValueId {
  const [a, b] = [builder.shape(left), builder.shape(right)];
  if (a.length < 2 || b.length < 2) {
    const vector = a.length < 2 ? a : b;
    throw new FormulaFault(
      `Expected matrices around @; found ${formatShape(vector)}, which has ${vector.length === 1 ? 'one axis' : 'none'}`,
      at,
    );
  }
  const leading = a.length >= b.length ? a.slice(0, -2) : b.slice(0, -2);
  const fits = (shape: typeof a): boolean =>
    shape.length === 2 || formatShape(shape.slice(0, -2)) === formatShape(leading);
  if (a.at(-1) !== b.at(-2) || !fits(a) || !fits(b)) {
    throw new FormulaFault(`Expected (…, m, k) @ (…, k, n); found ${formatShape(a)} @ ${formatShape(b)}`, at);
  }
  return builder.matmul(
    builder.broadcast(left, [...leading, ...a.slice(-2)]),
    builder.broadcast(right, [...leading, ...b.slice(-2)]),
  );
}

function writeCall(term: Call, scope: Scope): ValueId {
  const { builder } = scope;
  const called = findFunction(term.name);
  if (called === undefined) throw unknownFunction(term);
  checkArity(term);
  const values = term.of.map((operand) => writeFormula(operand, scope));
  const option = (name: string) => term.options.find((each) => each.name === name);
  const dim = option('dim');
  const [first] = values;
  const shape = first === undefined ? [] : builder.shape(first);
  const axis = dim === undefined ? undefined : resolveAxis(dim.value as number, shape.length);
  if (dim !== undefined && axis === undefined) {
    throw new FormulaFault(
      `Expected dim to be an axis of ${formatShape(shape)}, from ${-shape.length} to ${shape.length - 1}; found ${dim.value}`,
      dim.at,
    );
  }
  try {
    return called.apply({
      builder,
      values,
      numbers: term.of.map(literal),
      axis,
      keepdim: option('keepdim')?.value === true,
      fail: (message, operand) => {
        throw new FormulaFault(
          message,
          (operand === undefined ? undefined : term.of[operand]?.at) ?? term.at,
        );
      },
    });
  } catch (error) {
    if (error instanceof FormulaFault) throw error;
    const shapes = values.map((value) => formatShape(builder.shape(value))).join(', ');
    throw new FormulaFault(`Expected shapes that fit ${called.usage}; found ${shapes}`, term.at);
  }
}

function checkArity(term: Call): void {
  const called = findFunction(term.name);
  if (called === undefined) throw unknownFunction(term);
  const { least, most } = called.operands;
  if (term.of.length < least || term.of.length > most) {
    throw new FormulaFault(`Expected ${called.usage}; found ${term.of.length || 'no'} operands`, term.at);
  }
  for (const [index, { at, name, value }] of term.options.entries()) {
    const known = called.options.find((each) => each === name);
    const kind = known === 'keepdim' ? 'boolean' : 'number';
    if (known === undefined || typeof value !== kind) {
      throw new FormulaFault(`Expected ${called.usage}; found ${name}=${value}`, at);
    }
    if (term.options.findIndex((each) => each.name === name) !== index) {
      throw new FormulaFault(`Expected ${name} once`, at);
    }
  }
}

/** The function whose name is nearest, where one is near: by the letters to change. */
function nearest(name: string): string | undefined {
  const ranked = formulaFunctions
    .map((each) => ({ name: each.name, steps: editDistance(name.toLowerCase(), each.name) }))
    .sort((a, b) => a.steps - b.steps);
  const best = ranked[0];
  return best !== undefined && best.steps <= Math.max(1, Math.floor(name.length / 3)) ? best.name : undefined;
}

/** Letters to insert, delete or replace (Levenshtein 1965). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j += 1) {
      const replaced = (row[j] as number) + (letter === to[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] as number) + 1, (next[j] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}

function unknownFunction({ name, at }: Call): FormulaFault {
  const near = nearest(name);
  const known = formulaFunctions.map((each) => each.name).join(', ');
  return new FormulaFault(
    near === undefined
      ? `There is no function ${name}; there are ${known}`
      : `There is no function ${name}; is it ${near}?`,
    at,
  );
}

/**
 * What can be said of a formula before its shapes are known: every function is there and has its operands, and no
 * function stands without them.
 * @throws FormulaFault
 */
export function checkCalls(term: Term): void {
  switch (term.kind) {
    case 'number':
      return;
    case 'name': {
      const called = findFunction(term.name);
      if (called !== undefined) {
        throw new FormulaFault(`Expected ${called.usage}; found ${term.name} alone`, term.at);
      }
      return;
    }
    case 'negated':
      checkCalls(term.of);
      return;
    case 'binary':
      checkCalls(term.left);
      checkCalls(term.right);
      return;
    case 'call':
      checkArity(term);
      for (const operand of term.of) checkCalls(operand);
  }
}
