import { batchFactor, type Dimension, multiplyDimensions, type Shape } from '../program/shape.ts';
import { call, type Expression, number, plus, product, symbol } from './expression.ts';

/**
 * Where along one axis an element lies: digits of mixed radix, the slowest first. A letter for a whole axis is one
 * digit; an axis that regroups several has several; one of size 1 has none.
 */
export type AxisIndex = readonly Digit[];

interface Digit {
  readonly of: Expression;
  readonly size: Dimension;
}

/** The letters that are in use where an index is wanted. */
export type Scope = ReadonlySet<string>;

const batchLetters = ['n', 'm', 'r', 's'];
const featureLetters = [...'ijklpqtuvabcdefgh'];

/** A letter that is free: n for the batch, i, j, k for features. */
function freeLetter(size: Dimension, scope: Scope): string {
  const letters = typeof size === 'number' ? featureLetters : batchLetters;
  return letters.find((letter) => !scope.has(letter)) ?? `i${scope.size}`;
}

export interface FreshIndex {
  readonly index: AxisIndex;
  /** The new letters with their ranges, the slowest first. */
  readonly letters: readonly { readonly letter: string; readonly size: Dimension }[];
  readonly scope: Scope;
}

/** An index for a whole axis by letters of its own; an axis of 2N rows takes one for the N and one for the 2. */
export function freshIndex(size: Dimension, scope: Scope): FreshIndex {
  const factor = batchFactor(size);
  const sizes: readonly Dimension[] =
    size === 1 ? [] : factor === undefined || factor === 1 ? [size] : ['N', factor];
  let known = scope;
  const letters = sizes.map((each) => {
    const letter = freeLetter(each, known);
    known = new Set([...known, letter]);
    return { letter, size: each };
  });
  return {
    index: letters.map(({ letter, size: each }) => ({ of: symbol(letter), size: each })),
    letters,
    scope: known,
  };
}

/** Indices for all axes of a shape. */
export function freshIndices(
  shape: Shape,
  scope: Scope = new Set(),
): { readonly indices: readonly AxisIndex[]; readonly scope: Scope } {
  let known = scope;
  const indices = shape.map((size) => {
    const fresh = freshIndex(size, known);
    known = fresh.scope;
    return fresh.index;
  });
  return { indices, scope: known };
}

const isZero = (of: Expression): boolean => of.kind === 'number' && of.value === 0;

/** The index as one number, row-major: 3i + j. */
export function writtenIndex(index: AxisIndex): Expression {
  const terms = index.flatMap(({ of }, at) => {
    const stride = multiplyDimensions(index.slice(at + 1).map(({ size }) => size)) ?? 1;
    if (isZero(of)) return [];
    if (stride === 1) return [of];
    return [product(typeof stride === 'number' ? number(stride) : { kind: 'size', of: [stride] }, of)];
  });
  const [only] = terms;
  if (only === undefined) return number(0);
  return terms.length === 1 ? only : plus(...terms);
}

/** The indices of an element as they are written: axes of size 1 have none. */
export const writtenIndices = (indices: readonly AxisIndex[], shape: Shape): readonly Expression[] =>
  indices.flatMap((index, axis) => (shape[axis] === 1 ? [] : [writtenIndex(index)]));

/** The index moved by a number, along an axis of `size` places. */
export const movedIndex = (index: AxisIndex, by: number, size: Dimension): AxisIndex => {
  const written = writtenIndex(index);
  if (by === 0) return [{ of: written, size }];
  const of: Expression =
    written.kind === 'number'
      ? number(written.value + by)
      : {
          kind: 'sum',
          terms: [
            { minus: false, of: written },
            { minus: by < 0, of: number(Math.abs(by)) },
          ],
        };
  return [{ of, size }];
};

/** One digit cut in two: the part that counts `right` places, and the whole multiples of it. */
function cut({ of, size }: Digit, right: number): readonly [Digit, Digit] {
  const factor = batchFactor(size);
  const left: Dimension =
    factor === undefined ? (size as number) / right : factor === right ? 'N' : `${factor / right}N`;
  return [
    { of: call('floor', { kind: 'fraction', over: of, under: number(right) }), size: left },
    { of: call('mod', of, number(right)), size: right },
  ];
}

const sizeOf = (index: AxisIndex): Dimension | undefined => multiplyDimensions(index.map(({ size }) => size));

/**
 * The indices of the same element before its axes were regrouped to `from`: digits are dealt out again from the right,
 * cut where they straddle two axes. Undefined where the batch stands in the way.
 */
export function regroupedIndices(
  indices: readonly AxisIndex[],
  from: Shape,
): readonly AxisIndex[] | undefined {
  const digits = indices.flat();
  const result: AxisIndex[] = [];
  for (const size of [...from].reverse()) {
    let taken: AxisIndex = [];
    for (;;) {
      const sofar = sizeOf(taken);
      if (sofar === size) break;
      const next = digits.pop();
      // Leading axes of size 1 have no digits at all.
      if (next === undefined) return undefined;
      const joined = sizeOf([next, ...taken]);
      if (joined === undefined) return undefined;
      if (fitsIn(joined, size)) {
        taken = [next, ...taken];
        continue;
      }
      if (typeof sofar !== 'number' || typeof size !== 'number' || size % sofar !== 0) return undefined;
      const right = size / sofar;
      if ((batchFactor(next.size) ?? (next.size as number)) % right !== 0) return undefined;
      const [left, low] = cut(next, right);
      digits.push(left);
      taken = [low, ...taken];
    }
    result.unshift(taken);
  }
  return result;
}

/** Whether an axis of `size` is a whole multiple of `part`. */
function fitsIn(part: Dimension, size: Dimension): boolean {
  const [a, b] = [batchFactor(part), batchFactor(size)];
  if (a === undefined) return (b ?? (size as number)) % (part as number) === 0;
  return b !== undefined && b % a === 0;
}
