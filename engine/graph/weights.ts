import type { StoredTensor } from './document.ts';

/**
 * Weights as a document stores them: float32, little-endian, row-major, in base64 (RFC 4648, with padding). Written
 * here because the engine has neither Buffer nor atob.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const letterCodes = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0));
const padding = '='.charCodeAt(0);
const bytesPerNumber = 4;

const sextets: Uint8Array = (() => {
  const table = new Uint8Array(128);
  letterCodes.forEach((code, sextet) => {
    table[code] = sextet;
  });
  return table;
})();

/** How many letters are turned into text at once: as many as every engine takes as arguments. */
const chunk = 8192;

export function encodeBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(padding);
  const letter = (sextet: number): number => letterCodes[sextet & 63] as number;
  for (let start = 0, at = 0; start < bytes.length; start += 3, at += 4) {
    const group = ((bytes[start] as number) << 16) | ((bytes[start + 1] ?? 0) << 8) | (bytes[start + 2] ?? 0);
    codes[at] = letter(group >> 18);
    codes[at + 1] = letter(group >> 12);
    if (start + 1 < bytes.length) codes[at + 2] = letter(group >> 6);
    if (start + 2 < bytes.length) codes[at + 3] = letter(group);
  }
  const parts: string[] = [];
  for (let start = 0; start < codes.length; start += chunk) {
    parts.push(String.fromCharCode(...codes.subarray(start, start + chunk)));
  }
  return parts.join('');
}

const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);

/** How many bytes a padded base64 text stands for. */
const byteLength = (text: string): number =>
  (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);

/** The bytes, or undefined where the text is not base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (!isBase64(text)) return undefined;
  const bytes = new Uint8Array(byteLength(text));
  const sextet = (at: number): number => sextets[text.charCodeAt(at)] as number;
  for (let from = 0, at = 0; from < text.length; from += 4, at += 3) {
    const group =
      (sextet(from) << 18) | (sextet(from + 1) << 12) | (sextet(from + 2) << 6) | sextet(from + 3);
    bytes[at] = group >> 16;
    // Past the end of a typed array nothing is written, so the padding needs no case of its own.
    bytes[at + 1] = group >> 8;
    bytes[at + 2] = group;
  }
  return bytes;
}

/** Exact, so that shapes from strangers cannot overflow. */
const numbersIn = (shape: readonly number[]): bigint =>
  shape.reduce((product, size) => product * BigInt(size), 1n);

/** Why a stored tensor cannot be read: what its shape asks for and what its text holds. Undefined where it can. */
export function tensorFault({ shape, data }: StoredTensor): string | undefined {
  if (!isBase64(data)) return 'expected base64, found other characters or a wrong length.';
  const expected = numbersIn(shape) * BigInt(bytesPerNumber);
  const found = byteLength(data);
  if (expected === BigInt(found)) return undefined;
  return `${shape.join('×') || '1'} needs ${expected} bytes of float32, found ${found}.`;
}

/** Values are rounded to float32. Their number must be the shape's. */
export function encodeTensor(shape: readonly number[], values: ArrayLike<number>): StoredTensor {
  const view = new DataView(new ArrayBuffer(values.length * bytesPerNumber));
  for (let index = 0; index < values.length; index += 1) {
    view.setFloat32(index * bytesPerNumber, values[index] as number, true);
  }
  return { shape: [...shape], data: encodeBase64(new Uint8Array(view.buffer)) };
}

/** The numbers of a tensor in which `tensorFault` found no fault; another one is the caller's mistake and throws. */
export function decodeTensor(stored: StoredTensor): Float32Array {
  const fault = tensorFault(stored);
  const bytes = decodeBase64(stored.data);
  if (fault !== undefined || bytes === undefined) throw new Error(`stored tensor: ${fault}`);
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / bytesPerNumber }, (_, index) =>
    view.getFloat32(index * bytesPerNumber, true),
  );
}
