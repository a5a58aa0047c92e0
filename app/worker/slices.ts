/** How long a slice computes before it lets messages in, in milliseconds. */
export const sliceTime = 12;

/** How long training gives way once it was asked to, and what it then rests between two slices, in milliseconds. */
const timeGivenWay = 250;
const restGivenWay = 2 * sliceTime;

export interface SliceClock {
  /** Calls back after messages that wait have been handled. */
  readonly soon: (callback: () => void) => void;
  /** Calls back after so many milliseconds. */
  readonly later: (callback: () => void, time: number) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

/** When the next slice of the worker's work comes: at most one is awaited at a time. */
export class Slices {
  readonly #clock: SliceClock;
  readonly #work: () => void;
  #isAwaited = false;
  #givesWayUntil: number | undefined;

  constructor(clock: SliceClock, work: () => void) {
    this.#clock = clock;
    this.#work = work;
  }

  awaitNext(): void {
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    const slice = () => {
      this.#isAwaited = false;
      this.#work();
    };
    const { soon, later, now } = this.#clock;
    if (this.#givesWayUntil !== undefined && now() >= this.#givesWayUntil) this.#givesWayUntil = undefined;
    if (this.#givesWayUntil === undefined) soon(slice);
    else later(slice, restGivenWay);
  }

  /** For a moment most of the time is the page's. */
  giveWay(): void {
    this.#givesWayUntil = this.#clock.now() + timeGivenWay;
  }
}
