/** A call grows at most so many times from one to the next, whatever a short measurement says. */
const growth = 4;

/**
 * How many updates fill a stretch of time, learned from how long those before took: a call of compiled code cannot be interrupted,
 * so that pausing, or another learning rate, waits for its end. Has no clock of its own.
 */
export class CallSize {
  #most = 1;
  /** Updates and the milliseconds they took; older ones count for less. */
  #updates = 0;
  #time = 0;

  /** At least one update. */
  within(milliseconds: number): number {
    const fitting = Math.floor((this.#updates * milliseconds) / this.#time);
    const size = Math.max(1, Math.min(Number.isNaN(fitting) ? 1 : fitting, this.#most));
    this.#most = growth * size;
    return size;
  }

  took(updates: number, milliseconds: number): void {
    this.#updates = this.#updates / 2 + updates;
    this.#time = this.#time / 2 + milliseconds;
  }
}
