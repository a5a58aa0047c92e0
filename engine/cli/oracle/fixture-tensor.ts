/** A tensor as the fixtures write it: row-major, float32 digits unless `dtype` says otherwise. */
export interface FixtureTensor {
  readonly shape: readonly number[];
  readonly data: readonly (number | string | boolean)[];
  readonly dtype?: 'float64' | 'int64' | 'bool';
}

const named: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};

function numberOf(value: number | string | boolean): number {
  const number = typeof value === 'string' ? named[value] : Number(value);
  if (number === undefined) throw new Error(`a tensor holds ${JSON.stringify(value)}, which is no number`);
  return number;
}

/** A fixture may come from anywhere, so a tensor is looked at before it is read. */
function checkForm(tensor: FixtureTensor): void {
  const given: unknown = tensor;
  if (
    typeof given !== 'object' ||
    given === null ||
    !Array.isArray(tensor.shape) ||
    !Array.isArray(tensor.data)
  ) {
    throw new Error(`a tensor {shape, data} is expected; found ${JSON.stringify(given)?.slice(0, 40)}`);
  }
  const size = tensor.shape.reduce((product, length) => product * length, 1);
  if (size !== tensor.data.length) {
    throw new Error(`a tensor of shape [${tensor.shape.join(', ')}] has ${tensor.data.length} numbers`);
  }
}

/** Its numbers; those of a float32 tensor with exactly the bits that PyTorch had. */
export function fixtureNumbers(tensor: FixtureTensor): Float64Array {
  checkForm(tensor);
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
