import type { TorchGenerator, TorchGeneratorState } from '../random/torch-generator.ts';

/** An epoch's order as it was drawn, and the generator after that. */
export interface SampleOrderState {
  readonly generator: TorchGeneratorState;
  /** The epoch that the order is of, from 0; undefined before any was drawn. */
  readonly epoch: number | undefined;
  readonly rows: readonly number[];
}

/** The order of the training rows, epoch by epoch: as drawn by PyTorch's DataLoader, or as they lie. */
export class SampleOrder {
  readonly #generator: TorchGenerator;
  readonly #count: number;
  readonly #shuffle: boolean;
  #epoch: number | undefined;
  #rows: readonly number[] = [];

  constructor(generator: TorchGenerator, count: number, shuffle: boolean) {
    this.#generator = generator;
    this.#count = count;
    this.#shuffle = shuffle;
  }

  /** The order of an epoch, drawn when it is first asked for; epochs are asked for one after the other. */
  of(epoch: number): readonly number[] {
    if (epoch === this.#epoch) return this.#rows;
    this.#epoch = epoch;
    this.#rows = this.#shuffle
      ? this.#generator.dataLoaderOrder(this.#count)
      : Array.from({ length: this.#count }, (_, row) => row);
    return this.#rows;
  }

  get state(): SampleOrderState {
    return { generator: this.#generator.state, epoch: this.#epoch, rows: this.#rows };
  }

  set state({ generator, epoch, rows }: SampleOrderState) {
    this.#generator.state = generator;
    this.#epoch = epoch;
    this.#rows = rows;
  }

  /** The order of the epoch under way as another run had it, where that has as many rows; of the same seed also what comes after. */
  goOnFrom({ generator, epoch, rows }: SampleOrderState, isSameSeed: boolean): void {
    if (isSameSeed) this.#generator.state = generator;
    if (rows.length !== this.#count) return;
    this.#epoch = epoch;
    this.#rows = rows;
  }
}
