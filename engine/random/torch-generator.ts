import { MersenneTwister, type MersenneTwisterState } from './mersenne-twister.ts';
import { transformNormalBlock } from './normal-block.ts';
import { cosineAndSine, logarithm } from './rounded-functions.ts';

/** A generator's whole state as plain data. */
export interface TorchGeneratorState {
  readonly twister: MersenneTwisterState;
  /** The second number of the last Box-Muller pair, before mean and deviation. */
  readonly spareNormal: number | undefined;
}

const { fround } = Math;
const wordCount = 2 ** 32;
/** From this many numbers on, PyTorch fills a float tensor with normal numbers block by block. */
const normalBlock = 16;

/**
 * PyTorch's CPU generator: the same seed and the same calls in the same order give the numbers that PyTorch gives on
 * x86-64 with AVX2, without MKL. Tensors come back flat in row-major order; their shape is the caller's.
 * Source: aten/src/ATen/CPUGeneratorImpl.cpp and native/cpu/DistributionTemplates.h of PyTorch 1.13.
 */
export class TorchGenerator {
  readonly #twister: MersenneTwister;
  #spareNormal: number | undefined;

  constructor(seed: number | bigint) {
    this.#twister = new MersenneTwister(seed);
  }

  /** `torch.manual_seed`: an integer of which the low 32 bits count. */
  manualSeed(seed: number | bigint): void {
    this.#twister.seed(seed);
    this.#spareNormal = undefined;
  }

  get state(): TorchGeneratorState {
    return { twister: this.#twister.state, spareNormal: this.#spareNormal };
  }

  set state({ twister, spareNormal }: TorchGeneratorState) {
    this.#twister.state = twister;
    this.#spareNormal = spareNormal;
  }

  /** One word, 0 to 2^32 - 1. */
  random(): number {
    return this.#twister.next();
  }

  /** Two words, the first the high half: 0n to 2^64 - 1. */
  random64(): bigint {
    const high = BigInt(this.random());
    return (high << 32n) | BigInt(this.random());
  }

  /** `torch.empty((), dtype=torch.int64).random_()`: 0n to 2^63 - 1. */
  randomInt64(): bigint {
    return BigInt.asUintN(63, this.random64());
  }

  /** `uniform_(low, high)` of float32: `count` numbers from low to below high, one word each. `rand` without bounds. */
  uniform(count: number, low = 0, high = 1): Float32Array {
    const from = fround(low);
    const range = fround(fround(high) - from);
    const values = new Float32Array(count);
    for (let index = 0; index < count; index += 1) {
      values[index] = (this.random() & 0xffffff) * 2 ** -24 * range + from;
    }
    return values;
  }

  /** `uniform_(low, high)` of float64, two words each. */
  uniform64(count: number, low = 0, high = 1): Float64Array {
    const values = new Float64Array(count);
    for (let index = 0; index < count; index += 1) values[index] = this.#fraction53() * (high - low) + low;
    return values;
  }

  /** `normal_(mean, deviation)` of float32. `randn` without arguments. */
  normal(count: number, mean = 0, deviation = 1): Float32Array {
    if (count < normalBlock) {
      return Float32Array.from({ length: count }, () => this.#normalPair() * deviation + mean);
    }
    const values = this.uniform(count);
    const [shift, scale] = [fround(mean), fround(deviation)];
    const whole = count - (count % normalBlock);
    for (let offset = 0; offset < whole; offset += normalBlock) {
      transformNormalBlock(values, offset, shift, scale);
    }
    if (whole < count) {
      values.set(this.uniform(normalBlock), count - normalBlock);
      transformNormalBlock(values, count - normalBlock, shift, scale);
    }
    return values;
  }

  /** `normal_(mean, deviation)` of float64. */
  normal64(count: number, mean = 0, deviation = 1): Float64Array {
    if (count < normalBlock) {
      return Float64Array.from({ length: count }, () => this.#normalPair() * deviation + mean);
    }
    const values = this.uniform64(count);
    const transform = (offset: number): void => {
      for (let index = offset; index < offset + normalBlock / 2; index += 1) {
        const second = index + normalBlock / 2;
        const radius = Math.sqrt(-2 * logarithm(1 - (values[index] as number)));
        const { cosine, sine } = cosineAndSine(2 * Math.PI * (values[second] as number));
        values[index] = radius * cosine * deviation + mean;
        values[second] = radius * sine * deviation + mean;
      }
    };
    const whole = count - (count % normalBlock);
    for (let offset = 0; offset < whole; offset += normalBlock) transform(offset);
    if (whole < count) {
      values.set(this.uniform64(normalBlock), count - normalBlock);
      transform(count - normalBlock);
    }
    return values;
  }

  /** `torch.randint(low, high, …)`: `count` integers from low to below high, within ±(2^53 - 1). */
  integers(count: number, low: number, high: number): readonly number[] {
    const range = high - low;
    return Array.from({ length: count }, () =>
      range < wordCount
        ? low + (this.random() % range)
        : Number(BigInt(low) + (this.random64() % BigInt(range))),
    );
  }

  /** `torch.randperm(n)`: the numbers 0 to n - 1 in random order. */
  permutation(n: number): readonly number[] {
    const order = Array.from({ length: n }, (_, index) => index);
    for (let index = 0; index < n - 1; index += 1) {
      const other = index + (this.random() % (n - index));
      const moved = order[index] as number;
      order[index] = order[other] as number;
      order[other] = moved;
    }
    return order;
  }

  /** `bernoulli_(probability)` with a number: 1 with that probability, else 0; two words each. */
  bernoulli(count: number, probability: number): Float32Array {
    return Float32Array.from({ length: count }, () => (this.#fraction53() < probability ? 1 : 0));
  }

  /** `torch.bernoulli(probabilities)` of a float32 tensor: a probability per element, one word each. */
  bernoulliOf(probabilities: Float32Array): Float32Array {
    return probabilities.map((probability) => ((this.random() & 0xffffff) * 2 ** -24 < probability ? 1 : 0));
  }

  /**
   * What `nn.Dropout(probability)` multiplies its input by in training: 0, or 1/(1 - probability) in float32.
   * Draws nothing at probability 0 or 1.
   */
  dropoutMask(count: number, probability: number): Float32Array {
    if (probability === 0) return new Float32Array(count).fill(1);
    if (probability === 1) return new Float32Array(count);
    const kept = fround(1 - probability);
    return this.bernoulli(count, 1 - probability).map((bit) => bit / kept);
  }

  /**
   * The order in which `DataLoader(dataset, shuffle=True)` visits its `n` samples in the epoch that begins, drawn from
   * this as the default generator: a seed for workers (unused), then the seed of a generator of its own.
   */
  dataLoaderOrder(n: number): readonly number[] {
    this.randomInt64();
    return new TorchGenerator(this.randomInt64()).permutation(n);
  }

  /** `torch.utils.data.random_split`: the numbers below the sum of `lengths`, shared out at random. */
  randomSplit(lengths: readonly number[]): readonly (readonly number[])[] {
    const order = this.permutation(lengths.reduce((sum, length) => sum + length, 0));
    let from = 0;
    return lengths.map((length) => {
      from += length;
      return order.slice(from - length, from);
    });
  }

  /** A float64 of 53 random bits, 0 to below 1; two words. */
  #fraction53(): number {
    const high = this.random() & 0x1fffff;
    return (high * wordCount + this.random()) * 2 ** -53;
  }

  /** One standard normal float64; every second call returns the spare of the call before. */
  #normalPair(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return spare;
    }
    const angle = 2 * Math.PI * this.#fraction53();
    const radius = Math.sqrt(-2 * logarithm(1 - this.#fraction53()));
    const { cosine, sine } = cosineAndSine(angle);
    this.#spareNormal = radius * sine;
    return radius * cosine;
  }
}

/** A generator as after `torch.manual_seed(seed)`. */
export const createTorchGenerator = (seed: number | bigint): TorchGenerator => new TorchGenerator(seed);
