import { type Tensor, zeros } from '../tensor.ts';

/**
 * Random numbers that depend on nothing but their place: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011), the generator that PyTorch uses on CUDA. Compiled code must make the same bits;
 * a lane per element does, whatever the layout of the rest.
 *
 * All words are unsigned 32-bit. The number at row-major index i is
 *
 *     counter c = (i, step, stream, 0)      key k = (seed, 0)
 *     ten times:  p = 0xD2511F53 · c₀,  q = 0xCD9E8D57 · c₂           (64-bit products)
 *                 c = (high q ⊕ c₁ ⊕ k₀,  low q,  high p ⊕ c₃ ⊕ k₁,  low p)
 *                 k = (k₀ + 0x9E3779B9,  k₁ + 0xBB67AE85)             (modulo 2³²)
 *     u = (c₀ ≫ 8) · 2⁻²⁴
 *
 * with the upper 24 bits of the first word only, so that u is exact in float32 and below 1.
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
  const result = zeros(shape);
  for (let index = 0; index < result.data.length; index += 1) {
    const [word] = philox([index, step, stream, 0], [seed, 0]);
    result.data[index] = (word >>> 8) * unit;
  }
  return result;
}
