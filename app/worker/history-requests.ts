import type { PageMessage, WorkerMessage } from './protocol.ts';
import type { Run } from './run.ts';

type HistoryRequest = Extract<PageMessage, { kind: 'history' }>;

/** Histories that are asked for and not told yet: steps are computed again for them between slices of training. */
export class HistoryRequests {
  #waiting: readonly HistoryRequest[] = [];

  add(request: HistoryRequest): void {
    this.#waiting = [...this.#waiting, request];
  }

  isOf(run: Run): boolean {
    return this.#waiting.some((one) => one.run === run.id);
  }

  /** Reads on with the first one until it is to stop; its answer, where that is whole. On the way to another step all wait. */
  slice(run: Run, goOn: () => boolean): WorkerMessage | undefined {
    this.#waiting = this.#waiting.filter((one) => one.run === run.id);
    const [first, ...others] = this.#waiting;
    if (first === undefined || run.travel.destination !== undefined) return undefined;
    const { history, isWhole } = run.histories.read(first.subject, goOn, run.former?.left);
    if (!isWhole) return undefined;
    this.#waiting = others;
    return { kind: 'history', run: run.id, request: first.request, history };
  }
}
