import type { StoredTensor } from '../document.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 3) {
    const [first = 0, second, third] = bytes.subarray(start, start + 3);
    const group = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
    text += alphabet[group >> 18];
    text += alphabet[(group >> 12) & 63];
    text += second === undefined ? '=' : alphabet[(group >> 6) & 63];
    text += third === undefined ? '=' : alphabet[group & 63];
  }
  return text;
}

/** Numbers written out by hand, row-major, as a document stores them: little-endian float32 in base64. */
export function storedTensor(shape: readonly number[], values: readonly number[]): StoredTensor {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true);
  return { shape: [...shape], data: base64(new Uint8Array(view.buffer)) };
}

/** A tensor with one number everywhere. */
export const filledTensor = (shape: readonly number[], value: number): StoredTensor =>
  storedTensor(shape, new Array<number>(shape.reduce((product, size) => product * size, 1)).fill(value));
