import type { Shape } from '../program/shape.ts';
import { asProduct, sumOver } from './component.ts';
import * as compose from './compose.ts';
import { freshIndices, writtenIndices } from './element-index.ts';
import {
  call,
  type Expression,
  number,
  product,
  type SymbolExpression,
  symbol,
  transposed,
} from './expression.ts';
import { isLetterOf, mapParts, someParts, usesLetter, withIndex } from './map-expression.ts';

/**
 * The local derivative ∂z/∂x read off what a gradient does with the gradient above it: ∂L/∂x is linear in ∂L/∂z, and
 * the factor at each element of ∂L/∂z is the derivative of that element.
 */
export interface LocalDerivative {
  /** Indices of the output's element, as they are written. */
  readonly over: readonly Expression[];
  readonly expression: Expression;
  /** Indices that output and input share: entries where these differ are 0. */
  readonly shared: readonly Expression[];
  readonly terms: readonly LinearTerm[];
}

/** A factor of ∂L/∂z, and at which of its elements: index expressions beside the letters of the output. */
interface LinearTerm {
  readonly deltas: readonly Delta[];
  readonly coefficient: Expression;
}

interface Delta {
  readonly index: Expression;
  readonly letter: string;
}

/** Stands for the gradient above while a formula is taken apart; nobody reads it. */
export const upstreamMark: SymbolExpression = symbol('upstream', { node: 'upstream', upright: true });

const isMark = (of: Expression): boolean =>
  of.kind === 'symbol' && of.name === upstreamMark.name && of.node === upstreamMark.node;

/** Whether the gradient above stands in an expression. */
export const hasMark = (of: Expression): boolean => someParts(of, isMark);

const timesAll = (factors: readonly Expression[]): Expression => {
  const flat = factors.flatMap((of) => (of.kind === 'product' ? of.factors : [of]));
  const kept = flat.filter((of) => !(of.kind === 'number' && of.value === 1));
  const [only] = kept;
  if (only === undefined) return number(1);
  return kept.length === 1 ? only : product(...kept);
};

const scaled = (terms: readonly LinearTerm[], by: (of: Expression) => Expression): readonly LinearTerm[] =>
  terms.map(({ deltas, coefficient }) => ({ deltas, coefficient: by(coefficient) }));

/** The terms in which an expression is linear in the marked gradient; undefined where it is not. */
function linearTerms(of: Expression, letters: readonly string[]): readonly LinearTerm[] | undefined {
  if (!hasMark(of)) return [];
  switch (of.kind) {
    case 'symbol':
      return [{ deltas: [], coefficient: number(1) }];
    case 'subscript': {
      if (!isMark(of.base) || of.index.kind !== 'indices') return undefined;
      const deltas = of.index.of.map((index, at) => ({ index, letter: letters[at] ?? '' }));
      return [{ deltas, coefficient: number(1) }];
    }
    case 'sum': {
      const parts = of.terms.map(({ minus, of: term }) => {
        const terms = linearTerms(term, letters);
        return terms === undefined ? undefined : minus ? scaled(terms, compose.negate) : terms;
      });
      return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
    }
    case 'product': {
      const marked = of.factors.filter(hasMark);
      const [only] = marked;
      if (marked.length !== 1 || only === undefined) return undefined;
      const terms = linearTerms(only, letters);
      return terms === undefined
        ? undefined
        : scaled(terms, (coefficient) =>
            compose.linearly(coefficient, (positive) =>
              timesAll(of.factors.map((each) => (each === only ? positive : each))),
            ),
          );
    }
    case 'fraction': {
      if (hasMark(of.under)) return undefined;
      const terms = linearTerms(of.over, letters);
      return terms === undefined
        ? undefined
        : scaled(terms, (coefficient) => asProduct(compose.divide(coefficient, of.under)));
    }
    case 'bigSum': {
      if (of.operator === 'max') return undefined;
      const terms = linearTerms(of.of, letters);
      return terms?.map((term) => summedTerm(term, of));
    }
    case 'cases': {
      if (hasMark(of.condition)) return undefined;
      const [yes, no] = [linearTerms(of.whenTrue, letters), linearTerms(of.whenFalse, letters)];
      if (yes === undefined || no === undefined) return undefined;
      const [first, ...others] = [...yes, ...no];
      const sameDeltas = others.every((term) => first !== undefined && sameText(term.deltas, first.deltas));
      if (yes.length === 1 && no.length === 1 && first !== undefined && sameDeltas) {
        const [a, b] = [yes[0]?.coefficient ?? number(0), no[0]?.coefficient ?? number(0)];
        return [
          {
            deltas: first.deltas,
            coefficient: { kind: 'cases', condition: of.condition, whenTrue: a, whenFalse: b },
          },
        ];
      }
      return [
        ...scaled(yes, (coefficient) => timesAll([coefficient, of.condition])),
        ...scaled(no, (coefficient) => timesAll([coefficient, compose.not(of.condition)])),
      ];
    }
    default:
      return undefined;
  }
}

const sameText = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Σ over a letter that a delta ties to the output's letter picks that one term. */
function summedTerm(
  { deltas, coefficient }: LinearTerm,
  { over, range }: Extract<Expression, { kind: 'bigSum' }>,
): LinearTerm {
  const tied = deltas.find(({ index }) => isLetterOf(index, over));
  if (tied !== undefined) {
    const by = symbol(tied.letter);
    return {
      coefficient: withIndex(coefficient, over, by),
      deltas: deltas
        .filter((delta) => delta !== tied)
        .map(({ index, letter }) => ({ index: withIndex(index, over, by), letter })),
    };
  }
  const composite = deltas.filter(({ index }) => usesLetter(index, over));
  const body = timesAll([coefficient, ...composite.map(equalIndices)]);
  return {
    deltas: deltas.filter((delta) => !composite.includes(delta)),
    coefficient:
      range === undefined
        ? { kind: 'bigSum', over, of: body }
        : sumOver(body, [{ letter: over, size: range }]),
  };
}

const equalIndices = ({ index, letter }: Delta): Expression => ({
  kind: 'indicator',
  left: symbol(letter),
  relation: '=',
  right: index,
});

/** Letters that stand anywhere in an expression. */
function lettersIn(of: Expression, found: Set<string>): Set<string> {
  if (of.kind === 'symbol' && of.node === undefined && of.shape === undefined) found.add(of.name);
  if (of.kind === 'bigSum') found.add(of.over);
  mapParts(of, (part) => {
    lettersIn(part, found);
    return part;
  });
  return found;
}

/** [k = i] stands behind what it is a factor of. */
const withDeltas = ({ deltas, coefficient }: LinearTerm): Expression =>
  compose.linearly(coefficient, (positive) => timesAll([positive, ...deltas.map(equalIndices)]));

/**
 * ∂z/∂x by component, where `gradient` is an element of ∂L/∂x written with `upstreamMark` for ∂L/∂z, `free` are its
 * indices and `output` is the shape of z. Axes on which z and x share their index in every term are written with one
 * letter. Undefined where the gradient cannot be taken apart.
 */
export function localDerivative(
  gradient: Expression,
  free: readonly Expression[],
  output: Shape,
): LocalDerivative | undefined {
  const taken = free.reduce((found, index) => lettersIn(index, found), lettersIn(gradient, new Set()));
  const own = writtenIndices(freshIndices(output, taken).indices, output);
  const letters = own.map((index) => (index.kind === 'symbol' ? index.name : ''));
  if (letters.includes('')) return undefined;
  const terms = linearTerms(gradient, letters);
  if (terms === undefined) return undefined;
  let left = terms;
  const shared: Expression[] = [];
  const over = own.map((index, at) => {
    const letter = letters[at] ?? '';
    const tied = left[0]?.deltas.find((delta) => delta.letter === letter)?.index;
    const isFree = free.some((each) => sameText(each, tied));
    const everywhere = left.every(({ deltas }) =>
      deltas.some((delta) => delta.letter === letter && sameText(delta.index, tied)),
    );
    if (tied === undefined || !isFree || !everywhere) return index;
    shared.push(tied);
    left = left.map(({ deltas, coefficient }) => ({
      deltas: deltas
        .filter((delta) => delta.letter !== letter)
        .map((delta) => ({ ...delta, index: withIndex(delta.index, letter, tied) })),
      coefficient: withIndex(coefficient, letter, tied),
    }));
    return tied;
  });
  const [first, ...others] = left.map(withDeltas);
  const expression = first === undefined ? number(0) : others.reduce(compose.add, first);
  return plainLetters({ over, expression, shared, terms: left }, free, output);
}

/** The output's own letters, chosen so as to meet no other, replaced by the first ones that are free in the end. */
function plainLetters(local: LocalDerivative, free: readonly Expression[], output: Shape): LocalDerivative {
  const bound = new Set<string>();
  someParts(local.expression, (part) => {
    if (part.kind === 'bigSum') bound.add(part.over);
    return false;
  });
  const taken = free.reduce((found, index) => lettersIn(index, found), bound);
  const own = local.over.map((index) => !free.some((each) => sameText(each, index)));
  const sizes = output.filter((size) => size !== 1);
  const wanted = freshIndices(
    sizes.filter((_, axis) => own[axis] === true),
    taken,
  ).indices.flatMap((index) => index.map(({ of }) => of));
  const old = local.over.filter((_, axis) => own[axis] === true);
  let renamed = local;
  old.forEach((letter, at) => {
    const by = wanted[at];
    if (letter.kind !== 'symbol' || by?.kind !== 'symbol' || by.name === letter.name) return;
    renamed = withLetter(renamed, letter.name, by);
  });
  return renamed;
}

function withLetter(local: LocalDerivative, letter: string, by: SymbolExpression): LocalDerivative {
  const renamed = (of: Expression): Expression => withIndex(of, letter, by);
  return {
    shared: local.shared,
    over: local.over.map(renamed),
    expression: renamed(local.expression),
    terms: local.terms.map(({ deltas, coefficient }) => ({
      coefficient: renamed(coefficient),
      deltas: deltas.map((delta) => ({
        index: renamed(delta.index),
        letter: delta.letter === letter ? by.name : delta.letter,
      })),
    })),
  };
}

/** A vector or number for one sample: elements become the tensors that they are of. */
function lifted(of: Expression, letter: string): Expression {
  if (of.kind === 'subscript' && of.index.kind === 'indices') return of.base;
  if (of.kind === 'product') {
    return of.factors
      .map((factor) => ({ of: lifted(factor, letter), scalar: !usesLetter(factor, letter) }))
      .reduce((left, right) => ({
        of: compose.multiply(left, right),
        scalar: left.scalar && right.scalar,
      })).of;
  }
  return mapParts(of, (part) => lifted(part, letter));
}

const isOne = (of: Expression): boolean => of.kind === 'number' && of.value === 1;

/** Sums whose letters were dropped would not say over what they are. */
const canLift = (of: Expression): boolean => !someParts(of, ({ kind }) => kind === 'bigSum');

/** One term of ∂z/∂x as a matrix with the rows of z and the columns of x, for one sample; undefined if it is none. */
function matrixTerm(
  coefficient: Expression,
  row: string,
  column: string,
  tied: boolean,
): Expression | undefined {
  const one = symbol('1', { upright: true });
  if (!canLift(coefficient)) return undefined;
  if (tied) {
    const diagonal = lifted(coefficient, column);
    if (isOne(diagonal)) return symbol('I');
    return usesLetter(coefficient, column) ? call('diag', diagonal) : product(diagonal, symbol('I'));
  }
  const factors = coefficient.kind === 'product' ? coefficient.factors : [coefficient];
  const uses = (of: Expression) => ({ row: usesLetter(of, row), column: usesLetter(of, column) });
  const both = factors.filter((of) => uses(of).row && uses(of).column);
  const rows = factors.filter((of) => uses(of).row && !uses(of).column);
  const columns = factors.filter((of) => !uses(of).row && uses(of).column);
  const scalars = factors.filter((of) => !uses(of).row && !uses(of).column).map((of) => lifted(of, row));
  const vector = (of: readonly Expression[], letter: string): Expression => lifted(timesAll(of), letter);
  if (both.length === 0) {
    const left = rows.length === 0 ? one : vector(rows, row);
    const right = columns.length === 0 ? one : vector(columns, column);
    // A sample is a row, so the column with the rows of z is the transpose.
    return timesAll([...scalars, transposed(left), right]);
  }
  const [matrix] = both;
  if (both.length > 1 || matrix?.kind !== 'subscript' || matrix.index.kind !== 'indices') return undefined;
  const indices = matrix.index.of;
  if (indices.length !== 2) return undefined;
  const [first, second] = indices as readonly [Expression, Expression];
  const straight = isLetterOf(first, row) && isLetterOf(second, column);
  const crossed = isLetterOf(first, column) && isLetterOf(second, row);
  if (!straight && !crossed) return undefined;
  return timesAll([
    ...scalars,
    ...(rows.length === 0 ? [] : [call('diag', vector(rows, row))]),
    straight ? matrix.base : transposed(matrix.base),
    ...(columns.length === 0 ? [] : [call('diag', vector(columns, column))]),
  ]);
}

/**
 * ∂z/∂x for one sample as a matrix in numerator layout, rows those of z: W, diag([z > 0]), diag(p) − pᵀp. Undefined
 * where it is no matrix (∂z/∂W has three axes) or has no short form.
 */
export function jacobianMatrix(
  { over, terms }: LocalDerivative,
  free: readonly Expression[],
  isBatchLetter: (letter: Expression) => boolean,
): Expression | undefined {
  const [row, ...moreRows] = over.filter((index) => !isBatchLetter(index));
  const [column, ...moreColumns] = free.filter((index) => !isBatchLetter(index));
  if (row?.kind !== 'symbol' || column?.kind !== 'symbol' || moreRows.length + moreColumns.length > 0) {
    return undefined;
  }
  // A letter of the batch in the output that x does not share would tie samples together.
  const batches = over.filter(isBatchLetter);
  const hasOwnBatch = free.some(isBatchLetter);
  if (hasOwnBatch && !batches.every((index) => free.some((each) => sameText(each, index)))) return undefined;
  const parts = terms.map((term) => {
    const rest = term.deltas.filter(({ letter }) => letter !== row.name);
    if (rest.length > 0) return undefined;
    const delta = term.deltas.find(({ letter }) => letter === row.name);
    const isTied = row.name === column.name || (delta !== undefined && isLetterOf(delta.index, column.name));
    if (delta !== undefined && !isTied) return undefined;
    const { coefficient } = term;
    const only =
      coefficient.kind === 'sum' && coefficient.terms.length === 1 ? coefficient.terms[0] : undefined;
    const written = matrixTerm(only?.of ?? coefficient, row.name, column.name, isTied);
    return written !== undefined && only?.minus === true ? compose.negate(written) : written;
  });
  const known = parts.filter((part) => part !== undefined);
  const [first, ...others] = known;
  if (first === undefined || known.length < parts.length) return undefined;
  return others.reduce(compose.add, first);
}
