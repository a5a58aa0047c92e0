import type { BoundValue } from './bound-program.ts';

/**
 * Which element of a value is meant at a point of a kernel's loops: along each axis of the value, a sum of whole
 * multiples of the loops' counters plus an offset. Broadcasts, transposes, slices and axes of size 1 only change an
 * access, so they cost nothing where they are read.
 */
export interface Affine {
  /** One factor per loop. */
  readonly factors: readonly number[];
  readonly offset: number;
}
export type Access = readonly Affine[];

/** The sizes of a shape that are not 1: what loops run over. */
export const coreShape = (shape: readonly number[]): readonly number[] =>
  shape.includes(1) ? shape.filter((size) => size !== 1) : shape;

/** Whether two shapes have the same sizes. */
export const sameSizes = (a: readonly number[], b: readonly number[]): boolean =>
  a === b || (a.length === b.length && a.every((size, index) => size === b[index]));

/** The first element whatever the counters are. */
export const nowhere = (loops: number): Affine => along(-1, loops);

/** By number of loops and by loop, from −1 on: a program has thousands of accesses, and few counters to name in them. */
const counters: Affine[][] = [];

/** The counter of one loop. */
export function along(loop: number, loops: number): Affine {
  const ofLoops = counters[loops] ?? Array.from({ length: loops + 1 }, (_, at) => counterOf(at - 1, loops));
  counters[loops] = ofLoops;
  return ofLoops[loop + 1] ?? counterOf(loop, loops);
}

const counterOf = (loop: number, loops: number): Affine => ({
  factors: Array.from({ length: loops }, (_, index) => (index === loop ? 1 : 0)),
  offset: 0,
});

/** Each element of a value at its own place, where `order` names the loop of each of its sizes that are not 1. */
export function accessInLoops(shape: readonly number[], order: readonly number[], loops: number): Access {
  let next = 0;
  return shape.map((size) => (size === 1 ? nowhere(loops) : along(order[next++] ?? -1, loops)));
}

/** Each element of a value at its own place, in loops over its core shape. */
export function ownAccess(shape: readonly number[]): Access {
  const loops = coreShape(shape).length;
  let next = 0;
  return shape.map((size) => (size === 1 ? nowhere(loops) : along(next++, loops)));
}

/** Whether an access reads each element at its own place. */
export const isOwnAccess = (access: Access, shape: readonly number[], loops: number): boolean =>
  coreShape(shape).length === loops && followsLoops(access, shape);

/** Whether an access reads the element that the outermost loops count, where further loops may be inside. */
export function followsLoops(access: Access, shape: readonly number[]): boolean {
  let loop = 0;
  return shape.every((size, axis) => {
    if (size === 1) return true;
    const { factors, offset } = access[axis] as Affine;
    const at = loop++;
    // Where no loop is left for an axis, its first element alone is read.
    const isCounted = at < factors.length;
    return isCounted && offset === 0 && factors.every((factor, index) => factor === (index === at ? 1 : 0));
  });
}

/** Whether a reshape only adds or removes axes of size 1. */
export function keepsCore(from: readonly number[], to: readonly number[]): boolean {
  return sameSizes(coreShape(from), coreShape(to));
}

/** Whether a value only reads its operand at other places. */
export function isView(value: BoundValue, operand: readonly number[] | undefined): boolean {
  switch (value.operation.primitive) {
    case 'broadcast':
    case 'transpose':
    case 'slice':
      return true;
    case 'reshape':
      return operand !== undefined && keepsCore(operand, value.shape);
    default:
      return false;
  }
}

/** Where a view reads its operand when it is itself read by `access`. */
export function throughView(
  view: BoundValue,
  operand: readonly number[],
  access: Access,
  loops: number,
): Access {
  const { operation } = view;
  switch (operation.primitive) {
    case 'broadcast': {
      const missing = view.shape.length - operand.length;
      return operand.map((size, axis) => (size === 1 ? nowhere(loops) : (access[axis + missing] as Affine)));
    }
    case 'reshape': {
      const core = access.filter((_, axis) => view.shape[axis] !== 1);
      let next = 0;
      return operand.map((size) => (size === 1 ? nowhere(loops) : (core[next++] as Affine)));
    }
    case 'transpose':
      return operand.map((_, axis) => access[operation.permutation.indexOf(axis)] as Affine);
    case 'slice':
      return access.map((affine, axis) =>
        axis === operation.axis ? { ...affine, offset: affine.offset + operation.start } : affine,
      );
    default:
      throw new Error(`${operation.primitive} is no view`);
  }
}
