import { describeComponent } from '../../notation/component.ts';
import { call, type Expression, number, plus, product } from '../../notation/expression.ts';
import { mapParts, someParts, withIndex } from '../../notation/map-expression.ts';
import { evaluateFrom } from '../../program/evaluate/evaluate.ts';
import { valueAt } from '../../program/program.ts';
import { batchFactor, bindDimension, isBatch } from '../../program/shape.ts';
import { indexOf, placesOf, type Tensor } from '../../program/tensor.ts';
import type { FormulaSource } from './formula.ts';
import { expressionsOf } from './formula-names.ts';
import {
  dots,
  type FilledFormula,
  followedInName,
  knownValues,
  type LiveNumbers,
  localTensors,
  type NamedTensor,
  namedTensors,
  rounded,
  withBatch,
  writtenPlaces,
} from './live-numbers.ts';

/** Terms of a sum that are written out; of more, the first ones, the last and the one that is followed. */
const mostTerms = 8;

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
    case 'indicator': {
      // The class of a sample that counts: y [y ≠ ignored].
      const [left, right] = [indexValue(of.left), indexValue(of.right)];
      if (left === undefined || right === undefined || of.relation !== '≠' || of.within !== undefined)
        return undefined;
      return left === right ? 0 : 1;
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

/** The place along each axis that indices say; axes of size 1 have none. Undefined where one lies beyond. */
function placesBy(
  { shape, tensor }: NamedTensor,
  indices: readonly Expression[],
): readonly number[] | undefined {
  const given = indices.map(indexValue);
  const places: number[] = [];
  for (const [axis, size] of tensor.shape.entries()) {
    const index = shape[axis] === 1 ? 0 : given.shift();
    if (index === undefined || !(index >= 0 && index < size)) return undefined;
    places.push(index);
  }
  return places;
}

/** Whether the number that a person follows is among these. */
const hasFollowed = (of: Expression): boolean =>
  someParts(of, (part) => part.kind === 'number' && part.element?.isFollowed === true);

/** Puts numbers into a formula of elements, whose free letters are numbers already. */
class ElementNumbers {
  readonly #named: readonly NamedTensor[];
  readonly #numbers: LiveNumbers;

  constructor(named: readonly NamedTensor[], numbers: LiveNumbers) {
    this.#named = named;
    this.#numbers = numbers;
  }

  /** The symbol of a value, or what a gradient is taken by. */
  #element(base: Expression, indices: readonly Expression[], isGradient: boolean): Expression | undefined {
    const found = this.#named.find(({ name }) =>
      isGradient ? name.kind === 'derivative' && name.by === base : name === base,
    );
    if (found === undefined) return undefined;
    const { name, tensor } = found;
    const places = placesBy(
      found,
      indices.map((index) => this.in(index)),
    );
    const value = places === undefined ? undefined : tensor.data[indexOf(places, tensor.shape)];
    if (places === undefined || value === undefined) return undefined;
    const followed = followedInName(this.#numbers, name, tensor.shape);
    const isFollowed = places.length > 0 && places.every((place, axis) => place === followed[axis]);
    return { kind: 'number', value: rounded(value), element: { of: name, places, isFollowed } };
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
      const count = bindDimension(of.range, this.#numbers.batch);
      const term = (place: number): Expression => this.in(withIndex(of.of, of.over, number(place)));
      const followed =
        count <= mostTerms
          ? undefined
          : Array.from({ length: count }, (_, place) => place).find((place) => hasFollowed(term(place)));
      const each = writtenPlaces(count, mostTerms, followed).map((place) =>
        place === undefined ? dots : term(place),
      );
      return of.operator === 'max' ? call('max', ...each) : plus(...each);
    }
    return mapParts(of, (part) => this.in(part));
  }
}

/** The element that is largest in size among those in the places that are followed; it shows more than a zero would. */
function largestElement(
  { shape, data }: Tensor,
  [from, to]: readonly [from: number, to: number],
  followed: readonly (number | undefined)[],
): number {
  const isFree = followed.every((place) => place === undefined);
  let best: number | undefined;
  for (let at = from; at < to; at += 1) {
    const size = Math.abs(data[at] ?? 0);
    if (best !== undefined && size <= Math.abs(data[best] ?? 0)) continue;
    if (isFree || placesOf(at, shape).every((place, axis) => (followed[axis] ?? place) === place)) best = at;
  }
  return best ?? from;
}

/** Of what a left side is an element: z₁ of (z₁)ₙᵢ, ∂L/∂W of ∂L/∂Wᵢⱼ. */
function nameOf(left: Expression): Expression {
  if (left.kind === 'derivative') return { ...left, by: nameOf(left.by) };
  return left.kind === 'subscript' || left.kind === 'power' ? nameOf(left.base) : left;
}

/** One element of a formula with its numbers: ∂L/∂W₂,₃ = 0.1065 · 0.8232 + … = 0.0939. */
export function componentNumbers(
  source: FormulaSource,
  numbers: LiveNumbers,
  left: Expression | undefined,
  largestIn: Tensor | undefined,
): FilledFormula | undefined {
  const { program, id, naming } = source;
  const { batch, sample } = numbers;
  const known = knownValues(source, numbers, false);
  const result = evaluateFrom(program, id, known, batch);
  if (result === undefined || result.data.length === 0) return undefined;
  const { shape } = valueAt(program, id);
  const [rows] = shape;
  const size = result.data.length / (result.shape[0] ?? 1);
  const factor = rows === undefined || !isBatch(rows) ? undefined : (batchFactor(rows) ?? 1);
  const span: readonly [number, number] =
    factor === undefined ? [0, result.data.length] : [sample * factor * size, (sample + 1) * factor * size];
  const places = followedInName(numbers, left, result.shape).map((place, axis) =>
    // Of another look there may be fewer samples; along an axis of size 1 there is nothing to choose.
    place !== undefined && place < (result.shape[axis] ?? 1) && shape[axis] !== 1 ? place : undefined,
  );
  const place = largestElement(largestIn ?? result, span, places);
  const { expression, indices, locals } = describeComponent(program, id, expressionsOf(naming));
  const axes = placesOf(place, result.shape).flatMap((at, axis) =>
    shape[axis] === 1 ? [] : [{ at, isFollowed: places[axis] !== undefined }],
  );
  const element: FilledFormula['element'][number][] = [];
  let filled = expression;
  for (const [index, { at, isFollowed }] of axes.entries()) {
    const letter = indices[index];
    if (letter?.kind !== 'symbol') return undefined;
    element.push({ letter: letter.name, at, isFollowed });
    filled = withIndex(filled, letter.name, number(at));
  }
  const named = [...namedTensors(source, known, batch), ...localTensors(source, locals, known, batch)];
  const written = withBatch(new ElementNumbers(named, numbers).in(filled), batch);
  const value = rounded(result.data[place] ?? Number.NaN);
  const name = left === undefined ? undefined : nameOf(left);
  const isFollowed = element.length > 0 && element.every((each) => each.isFollowed);
  return {
    element,
    written,
    result:
      name === undefined || element.length === 0
        ? number(value)
        : {
            kind: 'number',
            value,
            element: { of: name, places: placesOf(place, result.shape), isFollowed },
          },
  };
}
