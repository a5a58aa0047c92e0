import { type Tensor, zeros } from '../tensor.ts';

/**
 * Random numbers that depend on nothing but their place: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011), the generator that PyTorch uses on CUDA. Compiled code must make the same bits.
 *
 * All words are unsigned 32-bit. A counter gives four neighbours of a row, along the last axis, their numbers, and a new row
 * begins with a new counter: the number at place j of row r, rows of w numbers counted in row-major order, is
 *
 *     counter c = (r ⌈w/4⌉ + ⌊j/4⌋, step, stream, 0)      key k = (seed, 0)
 *     ten times:  p = 0xD2511F53 · c₀,  q = 0xCD9E8D57 · c₂           (64-bit products)
 *                 c = (high q ⊕ c₁ ⊕ k₀,  low q,  high p ⊕ c₃ ⊕ k₁,  low p)
 *                 k = (k₀ + 0x9E3779B9,  k₁ + 0xBB67AE85)             (modulo 2³²)
 *     u = (c_{j mod 4} ≫ 8) · 2⁻²⁴
 *
 * with the upper 24 bits of a word only, so that u is exact in float32 and below 1.
 */

/** Which numbers a program draws: `seed` and `step` from 0 to 2³² − 1. The step counts batches from 0. */
export interface Draw {
  readonly seed: number;
  readonly step: number;
}

type Words4 = readonly [number, number, number, number];
type Words2 = readonly [number, number];

const rounds = 10;
const multipliers: Words2 = [0xd2511f53, 0xcd9e8d57];
const keySteps: Words2 = [0x9e3779b9, 0xbb67ae85];
const unit = 2 ** -24;

/** The upper 32 bits of the product of two unsigned words, from products of halves that are exact in float64. */
function highProduct(a: number, b: number): number {
  const [aHigh, aLow] = [a >>> 16, a & 0xffff];
  const [bHigh, bLow] = [b >>> 16, b & 0xffff];
  const middle = aHigh * bLow + Math.floor((aLow * bLow) / 0x10000);
  const carry = aLow * bHigh + (middle % 0x10000);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/** The four words that Philox4x32-10 makes of a counter under a key. */
export function philox([c0, c1, c2, c3]: Words4, [k0, k1]: Words2): Words4 {
  let counter: Words4 = [c0, c1, c2, c3];
  for (let round = 0; round < rounds; round += 1) {
    const [a, b, c, d] = counter;
    const first = (k0 + round * keySteps[0]) >>> 0;
    const second = (k1 + round * keySteps[1]) >>> 0;
    counter = [
      (highProduct(multipliers[1], c) ^ b ^ first) >>> 0,
      Math.imul(multipliers[1], c) >>> 0,
      (highProduct(multipliers[0], a) ^ d ^ second) >>> 0,
      Math.imul(multipliers[0], a) >>> 0,
    ];
  }
  return counter;
}

/** The numbers of a `random` leaf of a bound shape. */
export function randomTensor({ seed, step }: Draw, stream: number, shape: readonly number[]): Tensor {
  const { data } = zeros(shape);
  const width = shape.at(-1) ?? 1;
  let counter = 0;
  for (let row = 0; row < data.length; row += width) {
    for (let column = 0; column < width; column += 4) {
      const words = philox([counter, step, stream, 0], [seed, 0]).slice(0, width - column);
      data.set(
        words.map((word) => (word >>> 8) * unit),
        row + column,
      );
      counter += 1;
    }
  }
  return { shape, data };
}
