/** MT19937's state as plain data, so that it can be stored, sent to a worker and compared. */
export interface MersenneTwisterState {
  /** The 624 words of the current block, unsigned 32-bit. */
  readonly words: readonly number[];
  /** How many words of the block are used up, 0 to 624. */
  readonly position: number;
}

const size = 624;
const middle = 397;
const upperBit = 0x80000000;
const lowerBits = 0x7fffffff;
const twist = 0x9908b0df;

/**
 * The 32-bit Mersenne Twister of PyTorch's CPU generator and of NumPy's `RandomState`, seeded by one word.
 * Source: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), with their initialisation of 2002.
 */
export class MersenneTwister {
  readonly #words = new Uint32Array(size);
  #position = size;

  /** `seed` is cut to its low 32 bits, as PyTorch does. */
  constructor(seed: number | bigint) {
    this.seed(seed);
  }

  seed(seed: number | bigint): void {
    const words = this.#words;
    words[0] = Number(BigInt.asUintN(32, BigInt(seed)));
    for (let index = 1; index < size; index += 1) {
      const previous = words[index - 1] as number;
      words[index] = Math.imul(1812433253, previous ^ (previous >>> 30)) + index;
    }
    this.#position = size;
  }

  /** The next tempered word, 0 to 2^32 - 1. */
  next(): number {
    if (this.#position === size) this.#nextBlock();
    let word = this.#words[this.#position] as number;
    this.#position += 1;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    word ^= word >>> 18;
    return word >>> 0;
  }

  get state(): MersenneTwisterState {
    return { words: Array.from(this.#words), position: this.#position };
  }

  set state({ words, position }: MersenneTwisterState) {
    if (words.length !== size || !Number.isInteger(position) || position < 0 || position > size) {
      throw new RangeError(
        `MT19937's state is ${size} words and a position from 0 to ${size}, not ${words.length} and ${position}`,
      );
    }
    this.#words.set(words);
    this.#position = position;
  }

  #nextBlock(): void {
    const words = this.#words;
    for (let index = 0; index < size; index += 1) {
      const joined =
        ((words[index] as number) & upperBit) | ((words[(index + 1) % size] as number) & lowerBits);
      words[index] =
        (words[(index + middle) % size] as number) ^ (joined >>> 1) ^ ((joined & 1) === 0 ? 0 : twist);
    }
    this.#position = 0;
  }
}
