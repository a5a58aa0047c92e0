/** Workers that make a call's updates. */
export type WorkerCount = 1 | 2;

/** The first comparison: as many calls of each, in an order in which what changes steadily meanwhile hits both alike. */
const trial: readonly WorkerCount[] = [1, 2, 2, 1, 2, 1, 1, 2];
/** Calls of each that are compared. */
const compared = trial.length / 2;
/** Milliseconds of computing after which the other is tried again, by one call. */
const rest = 3000;
/** So many times as fast two must be to be taken, and to be kept: between them everything stays as it is. */
const taken = 1.15;
const kept = 1.05;

function median(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** Which of them to take, by the time of an update in some calls of each; one outlier decides nothing. */
export const preferred = (
  chosen: WorkerCount,
  ofOne: readonly number[],
  ofTwo: readonly number[],
): WorkerCount => (median(ofOne) >= (chosen === 2 ? kept : taken) * median(ofTwo) ? 2 : 1);

/**
 * Whether two workers make a step faster than one, which depends on what else the machine does: both are tried in turn, and the other
 * again every few seconds. Has no clock of its own.
 */
export class WorkerChoice {
  #chosen: WorkerCount | undefined;
  readonly #times: Record<WorkerCount, readonly number[]> = { 1: [], 2: [] };
  /** Calls to come that are made to compare. */
  #ahead = trial;
  #rested = 0;

  /** Undefined until both were tried. */
  get chosen(): WorkerCount | undefined {
    return this.#chosen;
  }

  /** Who makes the next call. */
  get next(): WorkerCount {
    return this.#ahead[0] ?? this.#chosen ?? 1;
  }

  /** The next call was made. */
  took(updates: number, milliseconds: number): void {
    const { next } = this;
    this.#times[next] = [...this.#times[next], milliseconds / updates].slice(-compared);
    if (this.#ahead.length > 0) {
      this.#ahead = this.#ahead.slice(1);
      if (this.#ahead.length === 0) this.#compare();
      return;
    }
    this.#rested += milliseconds;
    if (this.#rested >= rest) this.#tryOther();
  }

  #compare(): void {
    const now = preferred(this.#chosen ?? 1, this.#times[1], this.#times[2]);
    const isTrial = this.#times[1].length === this.#times[2].length;
    this.#rested = 0;
    // One call of the other tells only that it is worth a trial.
    if (isTrial || now === this.#chosen) this.#chosen = now;
    else this.#ahead = trial;
  }

  #tryOther(): void {
    const other = this.#chosen === 2 ? 1 : 2;
    this.#times[other] = [];
    this.#ahead = [other];
  }
}
