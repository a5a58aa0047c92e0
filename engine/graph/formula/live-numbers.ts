import type { Description } from '../../notation/describe.ts';
import { type Expression, number, symbol } from '../../notation/expression.ts';
import { mapParts } from '../../notation/map-expression.ts';
import { evaluateFrom } from '../../program/evaluate/evaluate.ts';
import { type Draw, randomTensor } from '../../program/evaluate/random.ts';
import { type OutputKey, parseOutputKey, type ValueId, valueAt } from '../../program/program.ts';
import {
  batchFactor,
  bindDimension,
  bindShape,
  multiplyDimensions,
  type Shape,
} from '../../program/shape.ts';
import { indexOf, type Tensor, tensorOf } from '../../program/tensor.ts';
import type { Formula, FormulaSource } from './formula.ts';
import { namesUsed } from './formula-names.ts';
import { type AxisName, batchAxis, type SharedAxes } from './shared-axes.ts';

/** The places along axes that a person follows through the graph: an input's feature, a hidden unit, a class. */
export interface Following {
  readonly axes: SharedAxes;
  readonly places: ReadonlyMap<AxisName, number>;
}

/** The numbers of a run for some samples, by the keys of the program's outputs. */
export interface LiveNumbers {
  readonly values: ReadonlyMap<string, Tensor>;
  /** How many samples they are of. */
  readonly batch: number;
  /** Which of these is looked at, from 0. */
  readonly sample: number;
  /** Which random numbers the run drew for them; undefined where it drew none, as in evaluation. */
  readonly draw: Draw | undefined;
  /** Undefined where nothing is followed. */
  readonly following?: Following | undefined;
}

/** A formula with numbers in it. */
export interface FilledFormula {
  /** Of which element it is, by the letters of the formula, from 0; empty for a whole matrix. */
  readonly element: readonly {
    readonly letter: string;
    readonly at: number;
    /** The place that a person follows, and not that of the largest number. */
    readonly isFollowed: boolean;
  }[];
  readonly written: Expression;
  readonly result: Expression;
}

const significantDigits = 4;

/** Numbers as they are put into formulas: four digits tell which is which; the tables have them all. */
export const rounded = (value: number): number => Number(value.toPrecision(significantDigits));

export const dots: Expression = symbol('…');

/** Places of those that are written of so many, a gap as undefined: the first ones, the last, and one that is followed. */
export function writtenPlaces(
  count: number,
  most: number,
  followed: number | undefined,
): readonly (number | undefined)[] {
  if (count <= most) return Array.from({ length: count }, (_, place) => place);
  const kept = new Set([...Array.from({ length: most - 2 }, (_, place) => place), count - 1]);
  if (followed !== undefined && followed < count) kept.add(followed);
  const sorted = [...kept].sort((a, b) => a - b);
  return sorted.flatMap((place, at) => ((sorted[at - 1] ?? -1) === place - 1 ? [place] : [undefined, place]));
}

/** Axis by axis the place that is followed in what a key of the program gives; undefined where the axis is free. */
export function followedPlaces(
  { following, sample }: Pick<LiveNumbers, 'following' | 'sample'>,
  key: OutputKey | undefined,
  shape: readonly number[],
): readonly (number | undefined)[] {
  const axes = key === undefined ? undefined : following?.axes.of(key);
  return shape.map((size, at) => {
    const axis = axes?.[at];
    if (axis === undefined) return undefined;
    if (axis === batchAxis) return sample;
    return size === 1 ? 0 : following?.places.get(axis);
  });
}

/** The element that is followed, by its place row by row; undefined while one of its axes is free. */
export function followedElement(
  numbers: Pick<LiveNumbers, 'following' | 'sample'>,
  key: OutputKey,
  shape: readonly number[],
): number | undefined {
  const places = followedPlaces(numbers, key, shape).filter((place) => place !== undefined);
  return shape.length === 0 || places.length < shape.length ? undefined : indexOf(places, shape);
}

/** The places of what has a name in formulas. */
export const followedInName = (
  numbers: Pick<LiveNumbers, 'following' | 'sample'>,
  name: Expression | undefined,
  shape: readonly number[],
): readonly (number | undefined)[] =>
  followedPlaces(
    numbers,
    name === undefined ? undefined : numbers.following?.axes.named(name, shape.length),
    shape,
  );

/** The part of a batched tensor that belongs to one of its samples. */
export function rowOf(tensor: Tensor, perSample: number, sample: number): Tensor {
  const [rows = 1, ...rest] = tensor.shape;
  const size = rows === 0 ? 0 : tensor.data.length / rows;
  const from = sample * perSample * size;
  return tensorOf([perSample, ...rest], tensor.data.slice(from, from + perSample * size));
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
export function knownValues(
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
export function withBatch(expression: Expression, batch: number): Expression {
  if (expression.kind === 'size') {
    return number(bindDimension(multiplyDimensions(expression.of) ?? 1, batch));
  }
  return mapParts(expression, (part) => withBatch(part, batch));
}

export interface NamedTensor {
  readonly name: Expression;
  /** With the batch as N: an axis of one sample has an index, one of size 1 has none. */
  readonly shape: Shape;
  readonly tensor: Tensor;
}

/** Tensors of the names that a formula is written with; those computed that only formulas name. */
export function namedTensors(
  { program, id, naming }: FormulaSource,
  known: (id: ValueId) => Tensor | undefined,
  batch: number,
): readonly (NamedTensor & { readonly key: string; readonly at: ValueId })[] {
  return [...namesUsed(program, id, naming)].flatMap(([at, { name, key }]) => {
    const tensor = evaluateFrom(program, at, known, batch);
    return tensor === undefined ? [] : [{ name, key, at, shape: valueAt(program, at).shape, tensor }];
  });
}

/** Tensors of the parts u₁ … that a formula is written with. */
export const localTensors = (
  { program }: FormulaSource,
  locals: Description['locals'],
  known: (id: ValueId) => Tensor | undefined,
  batch: number,
): readonly NamedTensor[] =>
  locals.flatMap(([at, name]) => {
    const tensor = evaluateFrom(program, at, known, batch);
    return tensor === undefined ? [] : [{ name, shape: valueAt(program, at).shape, tensor }];
  });
