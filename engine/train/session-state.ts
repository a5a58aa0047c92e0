import type { Tensor } from '../program/tensor.ts';
import type { EarlyStoppingState } from './early-stopping.ts';
import type { PaceState } from './pace.ts';
import type { SampleOrderState } from './sample-order.ts';

/** What a session holds from step to step: weights by `node/parameter`, and with these keys what is remembered of each. */
export interface Held {
  readonly parameters: ReadonlyMap<string, Tensor>;
  /** Buffers by `node/buffer`, what the optimizer remembers and gradients that wait for their update by `node/parameter/name`. */
  readonly states: ReadonlyMap<string, Tensor>;
}

/**
 * All that decides how a session goes on, as plain data: the same session that takes it up computes the same bits. Random numbers
 * inside the program are functions of the seed and the step, so they are no part of it.
 */
export interface SessionState extends Held {
  readonly step: number;
  readonly epochs: number;
  /** Early stopping has ended training. */
  readonly stopped: boolean;
  /** Of the batch losses of the epoch under way. */
  readonly lossSum: number;
  readonly order: SampleOrderState;
  readonly pace: PaceState;
  readonly stopping: EarlyStoppingState | undefined;
}
