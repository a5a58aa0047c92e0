import type { Tensor } from '../../../program/tensor.ts';
import {
  doublePrecision,
  printedDifferences,
  singleOperation,
  type Tolerance,
  tensorDifferences,
} from '../compare.ts';
import { type FixtureTensor, flatNumbers, type Nested } from '../fixture-tensor.ts';

/** One worked example of the slides. */
export interface SlideItem {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly printed: Readonly<Record<string, unknown>>;
  readonly verdict: string;
  readonly computed: Expected;
  /** The same from numbers that the slide has rounded. */
  readonly exact?: Expected;
}

/** What PyTorch gave: tensors, numbers and words, in records and lists. */
export type Expected =
  | FixtureTensor
  | number
  | string
  | readonly Expected[]
  | { readonly [name: string]: Expected };

/** What the engine gave, arranged as PyTorch's. */
export type Found = Tensor | number | string | readonly Found[] | { readonly [name: string]: Found };

const isFixtureTensor = (expected: object): expected is FixtureTensor =>
  'shape' in expected && 'data' in expected;
const isTensor = (found: Found): found is Tensor =>
  typeof found === 'object' && 'data' in found && found.data instanceof Float64Array;

/** Everything that was expected must have been found; more may have been. */
export function treeDifferences(
  name: string,
  found: Found | undefined,
  expected: Expected,
  tolerance: Tolerance,
): readonly string[] {
  if (found === undefined) return [`${name} is not computed`];
  if (typeof expected !== 'object') {
    return found === expected ? [] : [`${name} is ${JSON.stringify(found)}, not ${expected}`];
  }
  if (Array.isArray(expected)) {
    const list = expected as readonly Expected[];
    if (!Array.isArray(found) || found.length !== list.length) return [`${name} has another length`];
    return list.flatMap((item, index) => treeDifferences(`${name}[${index}]`, found[index], item, tolerance));
  }
  if (isFixtureTensor(expected)) {
    return isTensor(found) ? tensorDifferences(name, found, expected, tolerance) : [`${name} is no tensor`];
  }
  const record = found as Readonly<Record<string, Found>>;
  return Object.entries(expected as Readonly<Record<string, Expected>>).flatMap(([key, item]) =>
    treeDifferences(name === '' ? key : `${name}.${key}`, record[key], item, tolerance),
  );
}

/** PyTorch's float64 numbers tightly, its float32 numbers as single operations. */
export function computedDifferences(found: Found, computed: Expected): readonly string[] {
  const { f32, f64 } = computed as { readonly f32?: Expected; readonly f64?: Expected };
  return [
    ...(f64 === undefined ? [] : treeDifferences('f64', found, f64, doublePrecision)),
    ...(f32 === undefined ? [] : treeDifferences('f32', found, f32, singleOperation)),
  ];
}

function numbersIn(found: Found): readonly number[] {
  if (typeof found === 'number') return [found];
  if (isTensor(found)) return [...found.data];
  return Array.isArray(found) ? found.flatMap(numbersIn) : [];
}

/** How a slide whose loss came from rounded numbers may differ (the fixtures' notes). */
const roundingSlack = 1e-4;

/** The slide's numbers, less those that the verdict calls wrong. */
export function slideDifferences(
  found: Readonly<Record<string, Found>>,
  { printed, verdict }: Pick<SlideItem, 'printed' | 'verdict'>,
): readonly string[] {
  if (verdict.startsWith('does not give')) return [];
  const wrong = /^slide inconsistent: (.*)$/.exec(verdict)?.[1]?.split(/, */) ?? [];
  const slack = verdict === 'rounding' ? roundingSlack : 0;
  return Object.entries(printed)
    .filter(([name]) => !wrong.includes(name))
    .flatMap(([name, value]) => {
      const given = found[name];
      if (given === undefined) return [`printed ${name} is not computed`];
      if (typeof value === 'object' && !Array.isArray(value)) {
        const inner = given as Readonly<Record<string, Found>>;
        return slideDifferences(inner, { printed: value as Readonly<Record<string, unknown>>, verdict });
      }
      return printedDifferences(name, numbersIn(given), flatNumbers(value as Nested), slack);
    });
}
