import { type FixtureTensor, fixtureNumbers } from './fixture-tensor.ts';

/** |found − expected| may be at most relative · |expected| + absolute. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** For single operations against PyTorch's float32 (the fixtures' README). */
export const singleOperation: Tolerance = { relative: 1e-5, absolute: 1e-6 };
/** For whole graphs and training against PyTorch's float32. */
export const wholeTraining: Tolerance = { relative: 1e-4, absolute: 1e-5 };
/** For float64 against float64, where only the order of sums differs. */
export const doublePrecision: Tolerance = { relative: 1e-12, absolute: 1e-14 };
/** Two units in the last place of float64. */
export const lastBits: Tolerance = { relative: 4.5e-16, absolute: 0 };
export const exactly: Tolerance = { relative: 0, absolute: 0 };

/** Whether two numbers are equal within a tolerance; NaN agrees with NaN. */
export const agrees = (found: number, expected: number, { relative, absolute }: Tolerance): boolean =>
  Object.is(found, expected) ||
  found === expected ||
  Math.abs(found - expected) <= relative * Math.abs(expected) + absolute;

/** Says where numbers first differ; nothing where they agree. */
export function differences(
  name: string,
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
): readonly string[] {
  if (found.length !== expected.length) {
    return [`${name} has ${found.length} numbers, not ${expected.length}`];
  }
  for (let index = 0; index < expected.length; index += 1) {
    const [is, should] = [found[index] ?? Number.NaN, expected[index] ?? Number.NaN];
    if (!agrees(is, should, tolerance)) return [`${name}[${index}] is ${is}, not ${should}`];
  }
  return [];
}

/** The same for a fixture's tensor, whose shape must agree too where the found numbers have one. */
export function tensorDifferences(
  name: string,
  found: { readonly shape?: readonly number[]; readonly data: ArrayLike<number> },
  expected: FixtureTensor,
  tolerance: Tolerance,
): readonly string[] {
  const shape = found.shape ?? expected.shape;
  if (shape.join() !== expected.shape.join()) {
    return [`${name} has shape [${shape.join(', ')}], not [${expected.shape.join(', ')}]`];
  }
  return differences(name, found.data, fixtureNumbers(expected), tolerance);
}

const decimalsOf = (value: number): number => /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;

/**
 * Numbers as a slide prints them: all of one list with as many decimals as its longest, each within half a unit of the
 * last (and within `slack` beyond that, where the slide itself computed from rounded numbers).
 */
export function printedDifferences(
  name: string,
  found: ArrayLike<number>,
  printed: readonly number[],
  slack = 0,
): readonly string[] {
  const decimals = Math.max(...printed.map(decimalsOf));
  const halfUnit = 0.5 * 10 ** -decimals;
  return differences(`printed ${name}`, found, printed, {
    relative: 0,
    // Room for float64 itself, so that 0.4 + 1e-17 still prints as 0.4.
    absolute: halfUnit * (1 + 1e-9) + slack,
  });
}
