import type { Tensor } from '../program/tensor.ts';
import type { Dataset } from './dataset.ts';

/** The part of the plane that is shown, in the units of the data set. */
export interface Plane {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

/** A tenth of the range of the data beyond it on each side; missing ones lie nowhere. */
function spread(given: readonly number[]): readonly [number, number] {
  const values = given.filter((value) => !Number.isNaN(value));
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const margin = high > low ? (high - low) / 10 : 1;
  return [low - margin, high + margin];
}

/** Undefined where the data have not two features. */
export function planeOf(dataset: Dataset): Plane | undefined {
  if (dataset.features.length !== 2 || dataset.x.length === 0) return undefined;
  return {
    x: spread(dataset.x.map((row) => row[0] as number)),
    y: spread(dataset.x.map((row) => row[1] as number)),
  };
}

const between = ([low, high]: readonly [number, number], share: number): number => low + share * (high - low);

/** The middles of steps × steps cells of the plane, from the top left on, row by row. */
export function gridOf({ x, y }: Plane, steps: number): Tensor {
  const data = new Float64Array(2 * steps * steps);
  for (let row = 0; row < steps; row += 1) {
    for (let column = 0; column < steps; column += 1) {
      data.set(
        [between(x, (column + 0.5) / steps), between(y, 1 - (row + 0.5) / steps)],
        2 * (row * steps + column),
      );
    }
  }
  return { shape: [steps * steps, 2], data };
}

/** Where a point lies on the plane, as shares from the left and from the top. */
export const placeOn = ({ x, y }: Plane, [across, up]: readonly [number, number]) => ({
  left: (across - x[0]) / (x[1] - x[0]),
  top: 1 - (up - y[0]) / (y[1] - y[0]),
});

/** The point at shares from the left and from the top, to three digits of the range. */
export function pointAt({ x, y }: Plane, left: number, top: number): readonly [number, number] {
  const rounded = (range: readonly [number, number], share: number): number => {
    const unit = 10 ** Math.floor(Math.log10((range[1] - range[0]) / 500));
    return Number((Math.round(between(range, share) / unit) * unit).toPrecision(12));
  };
  return [rounded(x, left), rounded(y, 1 - top)];
}
