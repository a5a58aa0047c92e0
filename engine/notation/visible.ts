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
  /** The name given to a value itself. */
  readonly own: (id: ValueId) => T | undefined;
  /** The name that a value is written by: its own, or that of a mark on it. */
  readonly named: (id: ValueId) => T | undefined;
  /** Down through what leaves no trace to a value that is written by a name, or to what is written out. */
  readonly resolve: (id: ValueId) => ValueId;
  /** The same without some of the names. A view: it costs nothing, however many names there are. */
  readonly without: (isLeftOut: (id: ValueId, name: T) => boolean) => Naming<T>;
  /** The same values by other names. A view as well. */
  readonly renamed: <U>(as: (name: T) => U) => Naming<U>;
}

const isMark = (program: Values, id: ValueId): boolean => valueAt(program, id).operation.primitive === 'port';

/** The named marks on each value, the earliest first. */
function marksOn(program: Values, names: Iterable<ValueId>): ReadonlyMap<ValueId, readonly ValueId[]> {
  const marks = new Map<ValueId, ValueId[]>();
  for (const mark of [...names].filter((id) => isMark(program, id)).sort((a, b) => a - b)) {
    let at = mark;
    while (isMark(program, at)) {
      at = valueAt(program, at).inputs[0] as ValueId;
      const known = marks.get(at);
      if (known === undefined) marks.set(at, [mark]);
      else known.push(mark);
    }
  }
  return marks;
}

/**
 * A mark names what it marks: with `port(x)` named, x is written by that name too, unless it has one of its own.
 */
export function namingOf<T>(program: Values, names: ReadonlyMap<ValueId, T>): Naming<T> {
  const marks = marksOn(program, names.keys());
  const from = <U>(own: (id: ValueId) => U | undefined): Naming<U> => {
    const named = (id: ValueId): U | undefined => {
      const name = own(id);
      if (name !== undefined) return name;
      for (const mark of marks.get(id) ?? []) {
        const its = own(mark);
        if (its !== undefined) return its;
      }
      return undefined;
    };
    return {
      own,
      named,
      resolve: (id) => {
        let at = id;
        while (named(at) === undefined) {
          const under = underInvisible(program, at);
          if (under === undefined) return at;
          at = under;
        }
        return at;
      },
      without: (isLeftOut) =>
        from((id) => {
          const name = own(id);
          return name === undefined || isLeftOut(id, name) ? undefined : name;
        }),
      renamed: (as) =>
        from((id) => {
          const name = own(id);
          return name === undefined ? undefined : as(name);
        }),
    };
  };
  return from((id) => names.get(id));
}
