import type { Tensor } from '../../engine/program/tensor.ts';
import type { Picture } from './protocol.ts';

/** Most rows and columns of a picture on a card. */
export const largestSide = 32;

/** One sample per row: axis 0 is the batch, all others are laid side by side. A scalar is 1×1. */
function asMatrix({ shape, data }: Tensor): { readonly rows: number; readonly columns: number } {
  const rows = shape.length === 0 ? 1 : (shape[0] as number);
  return { rows, columns: rows === 0 ? 0 : data.length / rows };
}

/** First source index of a block, when `size` is divided into `blocks` as evenly as whole numbers allow. */
const blockStart = (block: number, size: number, blocks: number): number =>
  Math.floor((block * size) / blocks);

/** The tensor as at most 32×32 blocks, each the mean of what it covers. */
export function pictureOf(tensor: Tensor): Picture {
  const { rows, columns } = asMatrix(tensor);
  const height = Math.min(rows, largestSide);
  const width = Math.min(columns, largestSide);
  const values = new Float32Array(height * width);
  let bound = 0;
  let signed = false;
  for (const value of tensor.data) {
    const size = Math.abs(value);
    if (Number.isFinite(size) && size > bound) bound = size;
    if (value < 0) signed = true;
  }
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [blockStart(y, rows, height), blockStart(y + 1, rows, height)];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [blockStart(x, columns, width), blockStart(x + 1, columns, width)];
      let sum = 0;
      for (let row = top; row < bottom; row += 1) {
        for (let column = left; column < right; column += 1) {
          sum += tensor.data[row * columns + column] as number;
        }
      }
      values[y * width + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return { rows: height, columns: width, bound, signed, values };
}

/** Most units whose responses a card shows, and how many of them stand side by side. */
const mostUnits = 8;
const unitsAcross = 4;

/** One unit beside the other, each as it answers to steps × steps points of the plane, with a gap of one between. */
export function responsePicture({ shape, data }: Tensor, steps: number): Picture {
  const points = shape[0] ?? 1;
  const all = data.length / points;
  const units = Math.min(all, mostUnits);
  const across = Math.min(units, unitsAcross);
  const rows = Math.ceil(units / across) * (steps + 1) - 1;
  const columns = across * (steps + 1) - 1;
  const values = new Float32Array(rows * columns).fill(Number.NaN);
  let bound = 0;
  let signed = false;
  for (let unit = 0; unit < units; unit += 1) {
    const top = Math.floor(unit / across) * (steps + 1);
    const left = (unit % across) * (steps + 1);
    for (let point = 0; point < points; point += 1) {
      const value = data[point * all + unit] as number;
      if (Number.isFinite(value)) bound = Math.max(bound, Math.abs(value));
      signed ||= value < 0;
      values[(top + Math.floor(point / steps)) * columns + left + (point % steps)] = value;
    }
  }
  return { rows, columns, bound, signed, values, units };
}

/** Class indices (N) as rows of a unit matrix (N, classes), which is how they are drawn; one that is no class is a row of zeros. */
export function oneHotRows({ shape, data }: Tensor, classes: number): Tensor {
  const rows = new Float64Array(data.length * classes);
  data.forEach((index, row) => {
    if (index >= 0 && index < classes) rows[row * classes + index] = 1;
  });
  return { shape: [...shape, classes], data: rows };
}
