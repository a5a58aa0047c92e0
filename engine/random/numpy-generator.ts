import { MersenneTwister } from './mersenne-twister.ts';
import { logarithm } from './rounded-functions.ts';

/**
 * NumPy's `RandomState(seed)`, the generator behind scikit-learn's `random_state`; seed from 0 to 2^32 - 1.
 * Source: numpy/random/mtrand.pyx and src/legacy/legacy-distributions.c, whose stream NumPy has frozen.
 */
export class NumpyGenerator {
  readonly #twister: MersenneTwister;
  #spareNormal: number | undefined;

  constructor(seed: number) {
    this.#twister = new MersenneTwister(seed);
  }

  /** An integer from 0 to `top` inclusive, top below 2^32: words under the smallest mask, redrawn while too large. */
  interval(top: number): number {
    if (top === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(top);
    for (;;) {
      const value = (this.#twister.next() & mask) >>> 0;
      if (value <= top) return value;
    }
  }

  /** `shuffle`: a new array with the same items in random order. */
  shuffled<Item>(items: readonly Item[]): readonly Item[] {
    const order = [...items];
    for (let index = order.length - 1; index > 0; index -= 1) {
      const other = this.interval(index);
      const moved = order[index] as Item;
      order[index] = order[other] as Item;
      order[other] = moved;
    }
    return order;
  }

  /** `permutation(n)`: the numbers 0 to n - 1 in random order. */
  permutation(n: number): readonly number[] {
    return this.shuffled(Array.from({ length: n }, (_, index) => index));
  }

  /** `random_sample`: a float64 from 0 to below 1 with 53 random bits. */
  fraction(): number {
    const high = this.#twister.next() >>> 5;
    const low = this.#twister.next() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** `normal(mean, deviation)` by the polar method; every second call returns the spare of the call before. */
  normal(mean = 0, deviation = 1): number {
    return mean + deviation * this.#standardNormal();
  }

  #standardNormal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const first = 2 * this.fraction() - 1;
      const second = 2 * this.fraction() - 1;
      const square = first * first + second * second;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * logarithm(square)) / square);
      this.#spareNormal = factor * first;
      return factor * second;
    }
  }
}
