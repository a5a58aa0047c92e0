/** Numbers of a bound shape, row-major, float64. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const elementCount = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

export const zeros = (shape: readonly number[]): Tensor => ({
  shape,
  data: new Float64Array(elementCount(shape)),
});

export const tensorOf = (shape: readonly number[], data: ArrayLike<number>): Tensor => {
  if (elementCount(shape) !== data.length) {
    throw new Error(`a tensor of ${shape.join('×')} has ${elementCount(shape)} numbers, not ${data.length}`);
  }
  return { shape, data: Float64Array.from(data) };
};

/** Where an element lies along each axis, by its place row by row. */
export function placesOf(index: number, shape: readonly number[]): readonly number[] {
  const places: number[] = [];
  let rest = index;
  for (const size of shape.toReversed()) {
    places.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return places;
}

/** The place row by row of the element at these places, one for each axis. */
export const indexOf = (places: readonly number[], shape: readonly number[]): number =>
  places.reduce((at, place, axis) => at * (shape[axis] ?? 1) + place, 0);
