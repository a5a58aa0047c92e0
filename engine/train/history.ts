import { type OutputKey, parseOutputKey } from '../program/program.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { LookAt } from './session.ts';
import { histogramOf, type Statistics, statisticsOf } from './statistics.ts';
import { keptOf, type LeftRun, type Timeline } from './timeline.ts';

/** Whose history is told: a parameter's, or that of a value or a gradient for some samples. */
export type HistorySubject =
  /** `node/parameter`. */
  | { readonly kind: 'parameter'; readonly key: string }
  | { readonly kind: 'output'; readonly key: OutputKey; readonly at: LookAt };

export const historyBins = 32;

/** What a tensor was like at a step. */
export interface Moment extends Statistics {
  readonly step: number;
  /** Counts in bins of equal width from its own smallest number to its own largest. */
  readonly counts: readonly number[];
}

const momentOf = (step: number, data: Float32Array | Float64Array): Moment => {
  const statistics = statisticsOf(data);
  return { step, ...statistics, counts: histogramOf(data, statistics, historyBins) };
};

/** What a tensor was like at the kept steps of the run, oldest first, and of the run that this one branched off, where there is one. */
export interface History {
  readonly moments: readonly Moment[];
  readonly former: readonly Moment[] | undefined;
}

/** A moment is some 350 bytes and two runs keep at most 512 steps: so many subjects stay below 2 MB. */
const mostSubjects = 8;

/**
 * What tensors of a run were like at its kept steps. A parameter's numbers lie in the checkpoints; values and gradients are computed
 * again there, to the bit what they were, and only for what is asked for. What was told once of a checkpoint is kept.
 */
export class Histories {
  readonly #timeline: Timeline;
  #told: ReadonlyMap<string, WeakMap<Checkpoint, Moment>> = new Map();

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** What is known so far; `isWhole` where a moment of each kept step is among it. */
  read(
    subject: HistorySubject,
    goOn: () => boolean,
    left?: LeftRun,
  ): { readonly history: History; readonly isWhole: boolean } {
    const told = this.#toldOf(subject);
    const kept = this.#timeline.kept();
    const former = left === undefined ? undefined : keptOf(left);
    // Up to where one run branched off the other both have the same checkpoints.
    const missing = [...new Set([...kept, ...(former ?? [])])].filter((checkpoint) => !told.has(checkpoint));
    const tell = (checkpoint: Checkpoint, data: Float32Array | Float64Array | undefined): boolean => {
      told.set(checkpoint, momentOf(checkpoint.step, data ?? new Float64Array(0)));
      return goOn();
    };
    if (subject.kind === 'parameter') {
      missing.every((one) => tell(one, one.parameters.get(subject.key)?.data));
    } else if (missing.length > 0) {
      const { key, at } = subject;
      const nodes = new Set([parseOutputKey(key).node]);
      this.#timeline.visit(missing, (one, session) =>
        tell(one, session.look(at, nodes).values.get(key)?.data),
      );
    }
    const momentsOf = (checkpoints: readonly Checkpoint[]): readonly Moment[] =>
      checkpoints.flatMap((one) => told.get(one) ?? []).filter(({ count }) => count > 0);
    return {
      history: { moments: momentsOf(kept), former: former && momentsOf(former) },
      isWhole: missing.every((one) => told.has(one)),
    };
  }

  #toldOf(subject: HistorySubject): WeakMap<Checkpoint, Moment> {
    const name = JSON.stringify(subject);
    const told = this.#told.get(name) ?? new WeakMap<Checkpoint, Moment>();
    const others = [...this.#told].filter(([other]) => other !== name).slice(1 - mostSubjects);
    this.#told = new Map([...others, [name, told]]);
    return told;
  }
}
