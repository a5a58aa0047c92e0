/** A tensor as the fixtures write it: row-major, float32 digits unless `dtype` says otherwise. */
export interface FixtureTensor {
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
  readonly dtype?: 'float64' | 'int64' | 'bool';
}

const named: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

const numberOf = (value: number | string): number =>
  typeof value === 'number' ? value : (named[value] ?? Number.NaN);

/** Its numbers; those of a float32 tensor with exactly the bits that PyTorch had. */
export function fixtureNumbers(tensor: FixtureTensor): Float64Array {
  const numbers = tensor.data.map(numberOf);
  return tensor.dtype === undefined
    ? Float64Array.from(Float32Array.from(numbers))
    : Float64Array.from(numbers);
}

/** Numbers however the fixtures nest them: 1, [1, 2], [[1, 2], [3, 4]]. */
export type Nested = number | readonly Nested[];

export const flatNumbers = (nested: Nested): readonly number[] =>
  typeof nested === 'number' ? [nested] : nested.flatMap(flatNumbers);

/** Sizes of a regular nested list. */
export function nestedShape(nested: Nested): readonly number[] {
  if (typeof nested === 'number') return [];
  const [first] = nested;
  return [nested.length, ...(first === undefined ? [] : nestedShape(first))];
}
