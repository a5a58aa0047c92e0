import { describe } from '../../notation/describe.ts';
import { type Expression, number } from '../../notation/expression.ts';
import { mapParts } from '../../notation/map-expression.ts';
import { oneSample } from '../../notation/one-sample.ts';
import { evaluateFrom } from '../../program/evaluate/evaluate.ts';
import { valueAt } from '../../program/program.ts';
import { batchFactor, type Shape } from '../../program/shape.ts';
import type { Tensor } from '../../program/tensor.ts';
import { componentNumbers } from './component-numbers.ts';
import type { Formula, FormulaForm, FormulaSource } from './formula.ts';
import {
  dots,
  type FilledFormula,
  followedInName,
  knownValues,
  type LiveNumbers,
  localTensors,
  namedTensors,
  rounded,
  rowOf,
  withBatch,
  writtenPlaces,
} from './live-numbers.ts';

/** Rows and columns of a matrix that are written; of more, the first ones, the last and the one that is followed. */
const mostRows = 4;
const mostColumns = 4;

/** What a matrix stands for, and which of its elements. */
interface MatrixOf {
  readonly name: Expression;
  /** Axis by axis the place that is followed. */
  readonly followed: readonly (number | undefined)[];
  /** The place of its first row along the first axis: that of the sample whose rows it has. */
  readonly firstRow: number;
}

/** A tensor as a matrix; undefined where it has more than two axes. */
export function matrixOf({ shape, data }: Tensor, of?: MatrixOf): Expression | undefined {
  if (shape.length > 2) return undefined;
  const columns = shape.at(-1) ?? 1;
  const rows = shape.length === 2 ? (shape[0] ?? 1) : 1;
  const { firstRow = 0, followed = [] } = of ?? {};
  const isVector = shape.length === 1;
  // A vector of one number for each sample has its samples side by side.
  const firstColumn = isVector ? firstRow : 0;
  const [row, column] = isVector ? [undefined, followed[0]] : followed;
  const within = (place: number | undefined, first: number) =>
    place === undefined ? undefined : place - first;
  const entry = (down: number, across: number): Expression => {
    const value = rounded(data[down * columns + across] ?? Number.NaN);
    if (of === undefined || shape.length === 0) return number(value);
    const places = isVector ? [firstColumn + across] : [firstRow + down, across];
    const isFollowed = places.every((place, axis) => place === followed[axis]);
    return { kind: 'number', value, element: { places, isFollowed } };
  };
  const across = writtenPlaces(columns, mostColumns, within(column, firstColumn));
  return {
    kind: 'matrix',
    rows: writtenPlaces(rows, mostRows, within(row, firstRow)).map((down) =>
      across.map((at) => (down === undefined || at === undefined ? dots : entry(down, at))),
    ),
    ...(of === undefined ? {} : { of: of.name }),
  };
}

/** The numbers that a sample has of a value of this shape which no formula computes, as of the data. */
export function numbersOfSample(
  tensor: Tensor,
  shape: Shape,
  numbers: Pick<LiveNumbers, 'sample' | 'following'>,
  name: Expression,
): Expression | undefined {
  const [rows] = shape;
  const factor = rows === undefined ? undefined : batchFactor(rows);
  const of = (firstRow: number): MatrixOf => ({
    name,
    followed: followedInName(numbers, name, tensor.shape),
    firstRow,
  });
  return factor === undefined
    ? matrixOf(tensor, of(0))
    : matrixOf(rowOf(tensor, factor, numbers.sample), of(numbers.sample * factor));
}

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
  const of = (name: Expression, [rows]: Shape, { shape }: Tensor): MatrixOf => ({
    name,
    followed: followedInName(numbers, name, shape),
    firstRow: isSingle && rows !== undefined ? numbers.sample * (batchFactor(rows) ?? 0) : 0,
  });
  const written =
    result === undefined
      ? undefined
      : matrixOf(result, left === undefined ? undefined : of(left, valueAt(program, id).shape, result));
  if (written === undefined) return undefined;
  const matrices = new Map(
    namedTensors(source, known, batch).map(({ at, key, name, tensor }) => [
      key,
      matrixOf(tensor, of(name, valueAt(program, at).shape, tensor)),
    ]),
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
  const left = expression.kind === 'equation' ? expression.left : undefined;
  return form === 'component'
    ? componentNumbers(source, numbers, left, largestIn)
    : matrixNumbers({ source, mixed, left }, numbers, form);
}
