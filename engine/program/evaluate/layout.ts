import { elementCount, type Tensor, zeros } from '../tensor.ts';

/** Distance in the data between neighbours along each axis, row-major. */
export function strides(shape: readonly number[]): number[] {
  const result = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis -= 1) {
    result[axis] = (result[axis + 1] as number) * (shape[axis + 1] as number);
  }
  return result;
}

/** Reads `of` in the order of `shape`, moving by `steps[axis]` in its data along each axis of the result. */
function gather(of: Tensor, shape: readonly number[], steps: readonly number[], offset = 0): Tensor {
  const result = zeros(shape);
  const position = new Array<number>(shape.length).fill(0);
  let from = offset;
  for (let to = 0; to < result.data.length; to += 1) {
    result.data[to] = of.data[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const step = steps[axis] as number;
      const next = (position[axis] as number) + 1;
      if (next < (shape[axis] as number)) {
        position[axis] = next;
        from += step;
        break;
      }
      from -= step * (next - 1);
      position[axis] = 0;
    }
  }
  return result;
}

export function broadcastTensor(of: Tensor, shape: readonly number[]): Tensor {
  if (of.data.length === 1) {
    const result = zeros(shape);
    result.data.fill(of.data[0] as number);
    return result;
  }
  const own = strides(of.shape);
  const missing = shape.length - of.shape.length;
  const steps = shape.map((_, axis) => {
    const at = axis - missing;
    return at < 0 || of.shape[at] === 1 ? 0 : (own[at] as number);
  });
  return gather(of, shape, steps);
}

export function transposeTensor(of: Tensor, permutation: readonly number[]): Tensor {
  const own = strides(of.shape);
  return gather(
    of,
    permutation.map((axis) => of.shape[axis] as number),
    permutation.map((axis) => own[axis] as number),
  );
}

export function sliceTensor(of: Tensor, axis: number, start: number, end: number): Tensor {
  const own = strides(of.shape);
  const shape = of.shape.map((size, at) => (at === axis ? end - start : size));
  return gather(of, shape, own, start * (own[axis] as number));
}

export function concatenateTensors(parts: readonly Tensor[], axis: number, shape: readonly number[]): Tensor {
  const result = zeros(shape);
  const inner = elementCount(shape.slice(axis + 1));
  const outer = elementCount(shape.slice(0, axis));
  let to = 0;
  for (let row = 0; row < outer; row += 1) {
    for (const part of parts) {
      const length = (part.shape[axis] as number) * inner;
      result.data.set(part.data.subarray(row * length, (row + 1) * length), to);
      to += length;
    }
  }
  return result;
}

/** Class indices outside 0 … classes − 1 give a row of NaN: a wrong label must not pass as a number. */
export function oneHotTensor(indices: Tensor, classes: number, axis: number): Tensor {
  const shape = [...indices.shape.slice(0, axis), classes, ...indices.shape.slice(axis)];
  const result = zeros(shape);
  const inner = elementCount(indices.shape.slice(axis));
  for (let index = 0; index < indices.data.length; index += 1) {
    const label = indices.data[index] as number;
    const start = Math.floor(index / inner) * classes * inner + (index % inner);
    if (Number.isInteger(label) && label >= 0 && label < classes) result.data[start + label * inner] = 1;
    else for (let at = 0; at < classes; at += 1) result.data[start + at * inner] = Number.NaN;
  }
  return result;
}
