import type { Training } from '../graph/document.ts';
import type { Tensor } from '../program/tensor.ts';

type Settings = NonNullable<Training['earlyStopping']>;

/** What training has come to: what is learned, and what is kept with it. */
export interface Weights {
  readonly parameters: ReadonlyMap<string, Tensor>;
  readonly buffers: ReadonlyMap<string, Tensor>;
}

/** What an epoch came to. */
export interface Watched {
  readonly loss: number;
  readonly accuracy: number | undefined;
}

/** What was seen so far. */
export interface EarlyStoppingState {
  readonly best: number;
  readonly bestWeights: Weights | undefined;
  readonly waited: number;
}

/** Watches the loss or the accuracy at the end of every epoch and keeps the weights of the best one. */
export class EarlyStopping {
  readonly #settings: Settings;
  /** Of what should fall: the loss, or the accuracy's negative. */
  #best = Number.POSITIVE_INFINITY;
  #bestWeights: Weights | undefined;
  #waited = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Whether training should stop: `patience` epochs have passed and this one was no better either. */
  sees({ loss, accuracy }: Watched, weights: () => Weights): boolean {
    const value = this.#settings.watches === 'accuracy' ? -(accuracy ?? Number.NaN) : loss;
    if (value < this.#best - this.#settings.minDelta) {
      this.#best = value;
      this.#waited = 0;
      if (this.#settings.restoreBest) this.#bestWeights = weights();
      return false;
    }
    this.#waited += 1;
    return this.#waited > this.#settings.patience;
  }

  /** Lets `patience` epochs pass anew. */
  waitAgain(): void {
    this.#waited = 0;
  }

  /** The weights to end with, where the best ones are wanted and known. */
  get bestWeights(): Weights | undefined {
    return this.#bestWeights;
  }

  get state(): EarlyStoppingState {
    return { best: this.#best, bestWeights: this.#bestWeights, waited: this.#waited };
  }

  set state({ best, bestWeights, waited }: EarlyStoppingState) {
    this.#best = best;
    this.#bestWeights = bestWeights;
    this.#waited = waited;
  }
}
