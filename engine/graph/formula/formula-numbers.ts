import { describeComponent } from '../../notation/component.ts';
import { type Description, describe } from '../../notation/describe.ts';
import { call, type Expression, number, plus, product, symbol } from '../../notation/expression.ts';
import { mapParts, withIndex } from '../../notation/map-expression.ts';
import { oneSample } from '../../notation/one-sample.ts';
import { evaluateFrom } from '../../program/evaluate/evaluate.ts';
import { type Draw, randomTensor } from '../../program/evaluate/random.ts';
import { parseOutputKey, type ValueId, valueAt } from '../../program/program.ts';
import {
  batchFactor,
  bindDimension,
  bindShape,
  isBatch,
  multiplyDimensions,
  type Shape,
} from '../../program/shape.ts';
import { type Tensor, tensorOf } from '../../program/tensor.ts';
import type { Formula, FormulaForm, FormulaSource } from './formula.ts';
import { expressionsOf, namesUsed } from './formula-names.ts';

/** The numbers of a run for some samples, by the keys of the program's outputs. */
export interface LiveNumbers {
  readonly values: ReadonlyMap<string, Tensor>;
  /** How many samples they are of. */
  readonly batch: number;
  /** Which of these is looked at, from 0. */
  readonly sample: number;
  /** Which random numbers the run drew for them; undefined where it drew none, as in evaluation. */
  readonly draw: Draw | undefined;
}

/** A formula with numbers in it. */
export interface FilledFormula {
  /** Of which element it is, by the letters of the formula, from 0; empty for a whole matrix. */
  readonly element: readonly { readonly letter: string; readonly at: number }[];
  readonly written: Expression;
  readonly result: Expression;
}

const significantDigits = 4;

/** Numbers as they are put into formulas: four digits tell which is which; the tables have them all. */
const rounded = (value: number): Expression => number(Number(value.toPrecision(significantDigits)));

const dots = symbol('…');

/** Rows and columns of a matrix that are written; of more, the first ones and the last. */
const mostRows = 4;
const mostColumns = 4;

/** Some of many, with dots for those left out. */
function elided<T>(all: readonly T[], most: number, gap: T): readonly T[] {
  return all.length <= most ? all : [...all.slice(0, most - 2), gap, ...all.slice(-1)];
}

/** A tensor as a matrix of what has this name; undefined where it has more than two axes. */
export function matrixOf({ shape, data }: Tensor, of?: Expression): Expression | undefined {
  if (shape.length > 2) return undefined;
  const columns = shape.at(-1) ?? 1;
  const rows = shape.length === 2 ? (shape[0] ?? 1) : 1;
  const all = Array.from({ length: rows }, (_, row) =>
    elided(
      Array.from(data.slice(row * columns, (row + 1) * columns), rounded),
      mostColumns,
      dots as Expression,
    ),
  );
  const width = all[0]?.length ?? 0;
  return {
    kind: 'matrix',
    rows: elided(all, mostRows, new Array<Expression>(width).fill(dots)),
    ...(of === undefined ? {} : { of }),
  };
}

/** The part of a batched tensor that belongs to one of its samples. */
function rowOf(tensor: Tensor, perSample: number, sample: number): Tensor {
  const [rows = 1, ...rest] = tensor.shape;
  const size = rows === 0 ? 0 : tensor.data.length / rows;
  const from = sample * perSample * size;
  return tensorOf([perSample, ...rest], tensor.data.slice(from, from + perSample * size));
}

/** The numbers that a sample has of a value of this shape which no formula computes, as of the data. */
export function numbersOfSample(
  tensor: Tensor,
  shape: Shape,
  sample: number,
  of: Expression,
): Expression | undefined {
  const [rows] = shape;
  const factor = rows === undefined ? undefined : batchFactor(rows);
  return matrixOf(factor === undefined ? tensor : rowOf(tensor, factor, sample), of);
}

/** The nodes whose numbers a formula is made of. */
export function nodesOfNumbers(formula: Formula): readonly string[] {
  const { source } = formula;
  if (source === undefined) return [];
  const nodes = new Set<string>();
  const visit = (id: ValueId): void => {
    for (const [at, { key }] of namesUsed(source.program, id, source.naming)) {
      if (key.startsWith('meaning ')) {
        if (at < id) visit(at);
      } else nodes.add(parseOutputKey(key as never).node);
    }
  };
  visit(source.id);
  return [...nodes];
}

/** Whatever is known of a program's values: what the run gave and drew, and how large the batch is. */
function knownValues(
  { program, all, naming, id: root }: FormulaSource,
  { values, batch, sample, draw }: LiveNumbers,
  single: boolean,
): (id: ValueId) => Tensor | undefined {
  const tensorAt = (id: ValueId): Tensor | undefined => {
    const { operation, shape } = valueAt(program, id);
    if (operation.primitive === 'random' && draw !== undefined) {
      return randomTensor(draw, operation.stream, bindShape(shape, batch));
    }
    // A value has the numbers of the name that it is written by, which may be that of a mark on it.
    const key = all.get(id)?.key ?? naming.named(id)?.key;
    // What is to be shown is computed, and not looked up under another of its names.
    return key === undefined || id >= root ? undefined : values.get(key);
  };
  return (id) => {
    const { operation, shape } = valueAt(program, id);
    if (operation.primitive === 'size') {
      return tensorOf([], [bindDimension(multiplyDimensions(operation.of) ?? 1, batch)]);
    }
    const tensor = tensorAt(id);
    const [rows] = shape;
    const factor = rows === undefined ? undefined : batchFactor(rows);
    return single && tensor !== undefined && factor !== undefined ? rowOf(tensor, factor, sample) : tensor;
  };
}

/** N with its number. */
function withBatch(expression: Expression, batch: number): Expression {
  if (expression.kind === 'size') {
    return number(bindDimension(multiplyDimensions(expression.of) ?? 1, batch));
  }
  return mapParts(expression, (part) => withBatch(part, batch));
}

interface NamedTensor {
  readonly name: Expression;
  readonly tensor: Tensor;
}

/** Tensors of the names that a formula is written with; those computed that only formulas name. */
function namedTensors(
  { program, id, naming }: FormulaSource,
  known: (id: ValueId) => Tensor | undefined,
  batch: number,
): readonly (NamedTensor & { readonly key: string })[] {
  return [...namesUsed(program, id, naming)].flatMap(([at, { name, key }]) => {
    const tensor = evaluateFrom(program, at, known, batch);
    return tensor === undefined ? [] : [{ name, key, tensor }];
  });
}

/** Tensors of the parts u₁ … that a formula is written with. */
const localTensors = (
  { program }: FormulaSource,
  locals: Description['locals'],
  known: (id: ValueId) => Tensor | undefined,
  batch: number,
): readonly NamedTensor[] =>
  locals.flatMap(([at, name]) => {
    const tensor = evaluateFrom(program, at, known, batch);
    return tensor === undefined ? [] : [{ name, tensor }];
  });

/** Parts of an expression, and itself, that are something else now. */
function withParts(of: Expression, changed: (part: Expression) => Expression | undefined): Expression {
  return changed(of) ?? mapParts(of, (part) => withParts(part, changed));
}

/** A formula that was read off a program, with its name at the left. */
interface MatrixFormula {
  readonly source: FormulaSource;
  readonly mixed: boolean;
  readonly left: Expression | undefined;
}

/** A formula in matrices with its numbers put in, and what they come to; undefined while some are not known. */
function matrixNumbers(
  { source, mixed, left }: MatrixFormula,
  numbers: LiveNumbers,
  form: FormulaForm,
): FilledFormula | undefined {
  const { program, id, naming } = source;
  const isSingle = form === 'matrix' && !mixed;
  const batch = isSingle ? 1 : numbers.batch;
  const known = knownValues(source, numbers, isSingle);
  const result = evaluateFrom(program, id, known, batch);
  const written = result === undefined ? undefined : matrixOf(result, left);
  if (written === undefined) return undefined;
  const matrices = new Map(
    namedTensors(source, known, batch).map(({ key, name, tensor }) => [key, matrixOf(tensor, name)]),
  );
  const filled = naming.renamed(({ key, name }) => matrices.get(key) ?? name);
  const { expression, locals } = describe(program, id, filled);
  const parts = new Map(localTensors(source, locals, known, batch).map(({ name, tensor }) => [name, tensor]));
  const whole = withParts(expression, (part) => {
    const tensor = parts.get(part);
    return tensor === undefined ? undefined : matrixOf(tensor);
  });
  const inNumbers = withBatch(isSingle ? oneSample(whole) : whole, numbers.batch);
  return { element: [], written: inNumbers, result: written };
}

/** Terms of a sum that are written out; of more, the first ones and the last. */
const mostTerms = 3;

/** A whole number from an index that holds no letters any more. */
function indexValue(of: Expression): number | undefined {
  switch (of.kind) {
    case 'number':
      return of.value;
    case 'sum': {
      const terms = of.terms.map(({ minus, of: term }) => {
        const value = indexValue(term);
        return value === undefined ? undefined : minus ? -value : value;
      });
      return terms.some((term) => term === undefined)
        ? undefined
        : terms.reduce<number>((sum, term) => sum + (term ?? 0), 0);
    }
    case 'product': {
      const factors = of.factors.map(indexValue);
      return factors.some((factor) => factor === undefined)
        ? undefined
        : factors.reduce<number>((total, factor) => total * (factor ?? 1), 1);
    }
    case 'fraction': {
      const [over, under] = [indexValue(of.over), indexValue(of.under)];
      return over === undefined || under === undefined ? undefined : over / under;
    }
    case 'call': {
      const [first, second] = of.arguments.map(indexValue);
      if (first === undefined) return undefined;
      if (of.name === 'floor') return Math.floor(first);
      return of.name === 'mod' && second !== undefined ? first % second : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether a comparison of indices holds; undefined where it is one of values. */
function holds(of: Expression): boolean | undefined {
  if (of.kind !== 'indicator' || of.within !== undefined) return undefined;
  const [left, right] = [indexValue(of.left), indexValue(of.right)];
  if (left === undefined || right === undefined) return undefined;
  if (of.relation === '<') return left < right;
  return of.relation === '≥' ? left >= right : undefined;
}

/** Of a choice by indices what is chosen; what is left out may lie beyond the edge of what it is an element of. */
function decided(of: Expression): Expression {
  if (of.kind === 'cases') {
    const condition = holds(of.condition);
    return condition === undefined ? of : condition ? of.whenTrue : of.whenFalse;
  }
  if (of.kind !== 'product') return of;
  const conditions = of.factors.map(holds);
  if (conditions.includes(false)) return number(0);
  return conditions.includes(true)
    ? product(...of.factors.filter((_, at) => conditions[at] === undefined))
    : of;
}

function elementAt({ shape, data }: Tensor, indices: readonly Expression[]): number | undefined {
  const given = indices.map(indexValue);
  let place = 0;
  for (const size of shape) {
    const index = size === 1 ? 0 : given.shift();
    if (index === undefined || !(index >= 0 && index < size)) return undefined;
    place = place * size + index;
  }
  return data[place];
}

/** Puts numbers into a formula of elements, whose free letters are numbers already. */
class ElementNumbers {
  readonly #named: readonly NamedTensor[];
  readonly #batch: number;

  constructor(named: readonly NamedTensor[], batch: number) {
    this.#named = named;
    this.#batch = batch;
  }

  /** The symbol of a value, or what a gradient is taken by. */
  #element(base: Expression, indices: readonly Expression[], isGradient: boolean): Expression | undefined {
    const found = this.#named.find(({ name }) =>
      isGradient ? name.kind === 'derivative' && name.by === base : name === base,
    );
    const given = indices.map((index) => this.in(index));
    const value = found === undefined ? undefined : elementAt(found.tensor, given);
    return value === undefined ? undefined : rounded(value);
  }

  #numberOf(of: Expression, isGradient: boolean): Expression | undefined {
    return of.kind === 'subscript' && of.index.kind === 'indices'
      ? this.#element(of.base, of.index.of, isGradient)
      : this.#element(of, [], isGradient);
  }

  in(of: Expression): Expression {
    if (of.kind === 'derivative') return this.#numberOf(of.by, true) ?? of;
    if (of.kind === 'symbol' || of.kind === 'subscript') {
      const value = this.#numberOf(of, false);
      if (value !== undefined) return value;
    }
    const chosen = decided(of);
    if (chosen !== of) return this.in(chosen);
    if (of.kind === 'bigSum' && of.range !== undefined) {
      const count = bindDimension(of.range, this.#batch);
      const places = elided(
        Array.from({ length: count }, (_, place) => place),
        mostTerms,
        -1,
      );
      const each = places.map((place) =>
        place < 0 ? dots : this.in(withIndex(of.of, of.over, number(place))),
      );
      return of.operator === 'max' ? call('max', ...each) : plus(...each);
    }
    return mapParts(of, (part) => this.in(part));
  }
}

/** The element that is largest in size, of a sample where there are several; it shows more than a zero would. */
function largestElement(tensor: Tensor, rows: readonly [from: number, to: number]): number {
  let best = rows[0];
  for (let place = rows[0]; place < rows[1]; place += 1) {
    if (Math.abs(tensor.data[place] ?? 0) > Math.abs(tensor.data[best] ?? 0)) best = place;
  }
  return best;
}

/** One element of a formula with its numbers: ∂L/∂W₂,₃ = 0.1065 · 0.8232 + … = 0.0939. */
function componentNumbers(
  source: FormulaSource,
  numbers: LiveNumbers,
  largestIn: Tensor | undefined,
): FilledFormula | undefined {
  const { program, id, naming } = source;
  const { batch, sample } = numbers;
  const known = knownValues(source, numbers, false);
  const result = evaluateFrom(program, id, known, batch);
  if (result === undefined || result.data.length === 0) return undefined;
  const [rows] = valueAt(program, id).shape;
  const size = result.data.length / (result.shape[0] ?? 1);
  const factor = rows === undefined || !isBatch(rows) ? undefined : (batchFactor(rows) ?? 1);
  const span: readonly [number, number] =
    factor === undefined ? [0, result.data.length] : [sample * factor * size, (sample + 1) * factor * size];
  const place = largestElement(largestIn ?? result, span);
  const { expression, indices, locals } = describeComponent(program, id, expressionsOf(naming));
  const sizes = result.shape.filter((each) => each !== 1);
  let rest = place;
  let filled = expression;
  const at: { readonly letter: string; readonly at: number }[] = [];
  for (let axis = sizes.length - 1; axis >= 0; axis -= 1) {
    const letter = indices[axis];
    const along = sizes[axis] ?? 1;
    if (letter?.kind !== 'symbol') return undefined;
    at.unshift({ letter: letter.name, at: rest % along });
    filled = withIndex(filled, letter.name, number(rest % along));
    rest = Math.floor(rest / along);
  }
  const named = [...namedTensors(source, known, batch), ...localTensors(source, locals, known, batch)];
  const written = withBatch(new ElementNumbers(named, batch).in(filled), batch);
  return { element: at, written, result: rounded(result.data[place] ?? Number.NaN) };
}

/**
 * The right side of a formula with the live numbers of a sample in it, and what they come to; by component of the
 * element that is largest, in another tensor of the same shape where one is given. Undefined where the formula is not computed, or some of its numbers are not there.
 */
export function withNumbers(
  formula: Formula,
  form: FormulaForm,
  numbers: LiveNumbers,
  largestIn?: Tensor,
): FilledFormula | undefined {
  const { source, mixed, expression } = formula;
  if (source === undefined) return undefined;
  return form === 'component'
    ? componentNumbers(source, numbers, largestIn)
    : matrixNumbers(
        { source, mixed, left: expression.kind === 'equation' ? expression.left : undefined },
        numbers,
        form,
      );
}
