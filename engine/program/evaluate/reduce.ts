import type { ReductionName } from '../program.ts';
import { type Tensor, zeros } from '../tensor.ts';
import { strides } from './layout.ts';

/** For each element of the operand, the position of its result when `axes` are reduced to size 1. */
function targets(shape: readonly number[], axes: readonly number[]): { shape: number[]; at: Int32Array } {
  const reduced = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const steps = strides(reduced).map((step, axis) => (axes.includes(axis) ? 0 : step));
  const own = strides(shape);
  const count = shape.reduce((product, size) => product * size, 1);
  const at = new Int32Array(count);
  for (let index = 0; index < count; index += 1) {
    let to = 0;
    for (let axis = 0; axis < shape.length; axis += 1) {
      to += (Math.floor(index / (own[axis] as number)) % (shape[axis] as number)) * (steps[axis] as number);
    }
    at[index] = to;
  }
  return { shape: reduced, at };
}

function fold(
  of: Tensor,
  shape: readonly number[],
  at: Int32Array,
  start: number,
  join: (a: number, b: number) => number,
): Tensor {
  const result = zeros(shape);
  result.data.fill(start);
  for (let index = 0; index < of.data.length; index += 1) {
    const to = at[index] as number;
    result.data[to] = join(result.data[to] as number, of.data[index] as number);
  }
  return result;
}

/** Sum, maximum or log Σ eˣ over some axes, which stay with size 1. */
export function reduceTensor(name: ReductionName, of: Tensor, axes: readonly number[]): Tensor {
  const { shape, at } = targets(of.shape, axes);
  if (name === 'sum') return fold(of, shape, at, 0, (a, b) => a + b);
  const largest = fold(of, shape, at, Number.NEGATIVE_INFINITY, Math.max);
  if (name === 'max') return largest;
  // Shifted by the largest, so that the largest exponential is 1; an infinite largest needs no shift.
  const shift = largest.data.map((value) => (Number.isFinite(value) ? value : 0));
  const result = zeros(shape);
  for (let index = 0; index < of.data.length; index += 1) {
    const to = at[index] as number;
    result.data[to] =
      (result.data[to] as number) + Math.exp((of.data[index] as number) - (shift[to] as number));
  }
  for (let to = 0; to < result.data.length; to += 1) {
    result.data[to] = Math.log(result.data[to] as number) + (shift[to] as number);
  }
  return result;
}
