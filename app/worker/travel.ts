import type { CallSize } from '../../engine/train/call-size.ts';
import type { EpochReport, TrainingSession } from '../../engine/train/session.ts';
import { Timeline } from '../../engine/train/timeline.ts';
import type { TimelineView } from './protocol.ts';

/** Stands a run at any of its steps, in slices between which messages come in. */
export class Travel {
  readonly timeline: Timeline;
  readonly #session: TrainingSession;
  readonly #callSize: CallSize;
  readonly #now: () => number;
  #destination: number | undefined;
  #isUnderWay = false;
  #report: EpochReport | undefined;

  constructor(session: TrainingSession, callSize: CallSize, now: () => number) {
    this.timeline = new Timeline(session);
    this.#session = session;
    this.#callSize = callSize;
    this.#now = now;
  }

  /** The step that is not reached yet. */
  get destination(): number | undefined {
    return this.#destination;
  }

  /** Another destination takes the place of one that is not reached. */
  setOut(step: number): void {
    this.#destination = step;
    this.#isUnderWay = false;
  }

  /** Computes until a time; whether it has arrived. */
  slice(end: number): boolean {
    if (this.#destination === undefined) return true;
    if (!this.#isUnderWay) this.timeline.aim(this.#destination);
    this.#isUnderWay = true;
    this.#report = undefined;
    for (let time = this.#now(); ; ) {
      const before = this.timeline.step;
      const arrived = this.timeline.approach(this.#callSize.within(end - time));
      const after = this.#now();
      if (this.timeline.step > before) this.#callSize.took(this.timeline.step - before, after - time);
      time = after;
      if (arrived) {
        this.#destination = undefined;
        return true;
      }
      if (time >= end) return false;
    }
  }

  /** Arrives, however long it takes. */
  arrive(): void {
    this.slice(Number.POSITIVE_INFINITY);
  }

  view(): TimelineView {
    const { first, now, changes, isPast } = this.timeline;
    if (isPast) this.#report ??= this.#session.report();
    else this.#report = undefined;
    return { first, now, changes: changes.map(({ step }) => ({ step })), past: this.#report };
  }
}
