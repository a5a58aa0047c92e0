import type { PreparedData } from '../../engine/data/prepare.ts';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import type { Diagnostic } from '../../engine/graph/check/diagnostic.ts';
import { adviseOnData } from '../../engine/train/advice/data-advice.ts';
import { type Measurement, measure } from '../../engine/train/advice/measurement.ts';
import { adviseOnRun, agreeing } from '../../engine/train/advice/run-advice.ts';
import type { LookAt, TrainingSession } from '../../engine/train/session.ts';
import type { LossHistory } from './loss-history.ts';
import type { RunAdvice } from './protocol.ts';

/** Rows of the training part that are looked at. */
const mostRows = 64;
/** Least time from one look to the next, in milliseconds. */
const pause = 500;
/** A look of n ms is followed by none for so many times n: at most 2 % of the time goes into looking. */
const restPerLook = 50;

/** Looks at a run now and then and says what goes wrong in it. */
export class RunWatch {
  readonly #graph: CheckedGraph;
  readonly #session: TrainingSession;
  readonly #now: () => number;
  readonly #at: LookAt;
  readonly #inData: readonly Diagnostic[];
  #measurements: readonly Measurement[] = [];
  #inRun: readonly Diagnostic[] = [];
  #due = 0;

  constructor(graph: CheckedGraph, session: TrainingSession, data: PreparedData, now: () => number) {
    this.#graph = graph;
    this.#session = session;
    this.#now = now;
    const rows = Array.from({ length: Math.min(mostRows, data.train.rows) }, (_, row) => row);
    this.#at = { kind: 'rows', part: 'train', rows, mode: 'train' };
    this.#inData = adviseOnData(graph, data);
  }

  /** What is known so far, and after how many updates it was measured. */
  get advice(): RunAdvice {
    return { step: this.#measurements.at(-1)?.step ?? 0, inRun: this.#inRun, inData: this.#inData };
  }

  clear(): void {
    this.#measurements = [];
    this.#inRun = [];
    this.#due = 0;
  }

  /** Looks if the last look was long enough ago, or at once where training rests. */
  look(losses: LossHistory, latestLoss: number | undefined, rests: boolean): void {
    const { step } = this.#session.progress;
    const start = this.#now();
    if (step === 0 || step === this.#measurements.at(-1)?.step || (!rests && start < this.#due)) return;
    const measured = measure(this.#graph, this.#session.look(this.#at), step);
    this.#measurements = [...this.#measurements, measured].slice(-agreeing);
    const { points } = losses.curve();
    this.#inRun = adviseOnRun({
      graph: this.#graph,
      measurements: this.#measurements,
      losses: [...points.filter((_, index) => index % 2 === 1)],
      firstLosses: losses.first,
      latestLoss,
    });
    const end = this.#now();
    this.#due = end + Math.max(pause, restPerLook * (end - start));
  }
}
