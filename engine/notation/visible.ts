import {
  binaryNames,
  type PrimitiveName,
  type Program,
  unaryNames,
  type ValueId,
  valueAt,
} from '../program/program.ts';
import { isBatch, type Shape, shapesEqual } from '../program/shape.ts';

type Values = Pick<Program, 'values'>;

const withoutOnes = (shape: Shape): Shape => shape.filter((dimension) => dimension !== 1);

/** Axes that a reduction really shortens. */
export const reducedAxes = (axes: readonly number[], shape: Shape): readonly number[] =>
  axes.filter((axis) => shape[axis] !== 1);

/**
 * What a value was made from, where the operation leaves no trace on paper: marks, stretching (as in NumPy),
 * reshapes that add or drop axes of size 1 or regroup the rows of matrices, sums over axes of size 1.
 */
export function underInvisible(program: Values, id: ValueId): ValueId | undefined {
  const { operation, inputs, shape } = valueAt(program, id);
  const [of] = inputs;
  if (of === undefined) return undefined;
  const before = valueAt(program, of).shape;
  switch (operation.primitive) {
    case 'port':
    case 'stopGradient':
    case 'broadcast':
      return of;
    case 'reshape': {
      const regroupsRows = shape.length > 1 && before.length > 1 && shape.at(-1) === before.at(-1);
      return regroupsRows || shapesEqual(withoutOnes(before), withoutOnes(shape)) ? of : undefined;
    }
    case 'sum':
      return reducedAxes(operation.axes, before).length === 0 ? of : undefined;
    default:
      return undefined;
  }
}

/** The value that an invisible chain of operations ends at. */
export function coreOf(program: Values, id: ValueId): ValueId {
  let core = id;
  for (
    let under = underInvisible(program, core);
    under !== undefined;
    under = underInvisible(program, core)
  ) {
    core = under;
  }
  return core;
}

const elementwise: ReadonlySet<PrimitiveName> = new Set([...unaryNames, ...binaryNames]);

/** How far back a value is followed to find that it repeats one number. */
const scalarDepth = 4;

/** Whether a value is one number, or one number stretched, or computed from such element by element. */
export function isScalar(program: Values, id: ValueId, depth = scalarDepth): boolean {
  const { operation, inputs, shape } = valueAt(program, coreOf(program, id));
  if (shape.every((dimension) => dimension === 1)) return true;
  return (
    depth > 0 &&
    elementwise.has(operation.primitive) &&
    inputs.every((input) => isScalar(program, input, depth - 1))
  );
}

/** Whether axes are the batch and nothing else. */
export const isBatchOnly = (axes: readonly number[], shape: Shape): boolean =>
  axes.length === 1 && isBatch(shape[axes[0] ?? 0]);

/** The names given to values, seen through operations that leave no trace. */
export interface Naming<T> {
  readonly resolve: (id: ValueId) => ValueId;
  readonly named: (id: ValueId) => T | undefined;
}

/**
 * A mark names what it marks: with `port(x)` named, x is written by that name too, unless it has one of its own.
 */
export function namingOf<T>(program: Values, names: ReadonlyMap<ValueId, T>): Naming<T> {
  const all = new Map(names);
  const isMark = (id: ValueId): boolean => valueAt(program, id).operation.primitive === 'port';
  for (const id of [...names.keys()].filter(isMark).sort((a, b) => a - b)) {
    const name = names.get(id) as T;
    let at: ValueId | undefined = id;
    while (at !== undefined && isMark(at)) {
      at = valueAt(program, at).inputs[0];
      if (at !== undefined && !all.has(at)) all.set(at, name);
    }
  }
  const resolve = (id: ValueId): ValueId => {
    let at = id;
    while (!all.has(at)) {
      const under = underInvisible(program, at);
      if (under === undefined) return at;
      at = under;
    }
    return at;
  };
  return { resolve, named: (id) => all.get(id) };
}
