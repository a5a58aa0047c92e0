import type { Tensor } from '../program/tensor.ts';
import { type Checkpoint, checkpointOf, stateOf } from './checkpoint.ts';
import type { Advance, TrainingSession } from './session.ts';

/** Memory for checkpoints, in bytes, unless told otherwise. */
export const checkpointBudget = 64 * 2 ** 20;
/** More checkpoints than a slider has places would save no time. */
const mostCheckpoints = 256;

/** What a person changes while a run goes on. */
export type Change =
  | { readonly kind: 'learning-rate'; readonly value: number }
  | { readonly kind: 'epochs'; readonly value: number }
  | { readonly kind: 'parameter'; readonly key: string; readonly tensor: Tensor };

/** A change and after how many updates it was made. */
export interface MadeChange {
  readonly step: number;
  readonly change: Change;
}

function make(session: TrainingSession, change: Change): void {
  switch (change.kind) {
    case 'learning-rate':
      session.setLearningRate(change.value);
      return;
    case 'epochs':
      session.setEpochs(change.value);
      return;
    case 'parameter':
      session.setParameter(change.key, change.tensor);
  }
}

/** The last setting of each kind: what the forms show by now, whatever was set before. */
const lastSettings = (changes: readonly Change[]): readonly Change[] =>
  (['learning-rate', 'epochs'] as const).flatMap(
    (kind) => changes.findLast((one) => one.kind === kind) ?? [],
  );

/** A run that was left, with all that is needed to take it up again. */
export interface LeftRun {
  readonly checkpoints: readonly Checkpoint[];
  readonly stride: number;
  readonly changes: readonly MadeChange[];
  /** Where it stood. */
  readonly now: Checkpoint;
}

/** One of each step, by step: of two the later in the list. */
const byStep = (checkpoints: readonly Checkpoint[]): readonly Checkpoint[] =>
  [...new Map(checkpoints.map((one) => [one.step, one])).values()].toSorted(
    (one, other) => one.step - other.step,
  );

/** All kept steps of a run that was left, with where it stood. */
export const keptOf = ({ checkpoints, now }: LeftRun): readonly Checkpoint[] => byStep([...checkpoints, now]);

/**
 * A run that can be stood at any of its steps. Checkpoints are kept as it goes, thinned as it grows so that they stay within their
 * memory; a step between them is computed again from the one before it, with the changes that were made on the way. The engine
 * computes the same bits whenever and in whatever calls, so what comes is what was.
 */
export class Timeline {
  readonly #session: TrainingSession;
  readonly #budget: number;
  #checkpoints: readonly Checkpoint[] = [];
  /** Least number of steps between two checkpoints. */
  #stride = 1;
  #changes: readonly MadeChange[] = [];
  /** How many of the changes the session has seen. */
  #seen = 0;
  #loss: number | undefined;
  /** Where the run stands while the session is in its past. */
  #now: Checkpoint | undefined;
  /** Where the session stands, if that is no kept step and was asked for. */
  #here: Checkpoint | undefined;
  /** Changes of the run made while its past was looked at. */
  #meanwhile: readonly Change[] = [];
  #target = 0;

  constructor(session: TrainingSession, budget = checkpointBudget) {
    this.#session = session;
    this.#budget = budget;
    this.begin();
  }

  /** The run begins where the session stands, with nothing before that. */
  begin(): void {
    this.#now = undefined;
    this.#here = undefined;
    this.#meanwhile = [];
    this.#changes = [];
    this.#seen = 0;
    this.#stride = 1;
    this.#loss = undefined;
    this.#checkpoints = [this.#keep()];
  }

  /** The first step that can be stood at. */
  get first(): number {
    return this.#checkpoints[0]?.step ?? 0;
  }

  /** Where the session stands. */
  get step(): number {
    return this.#session.progress.step;
  }

  /** Updates of the run so far. */
  get now(): number {
    return this.#now?.step ?? this.step;
  }

  get isPast(): boolean {
    return this.#now !== undefined;
  }

  /** Of the batch of the last update before where the session stands. */
  get loss(): number | undefined {
    return this.#loss;
  }

  get changes(): readonly MadeChange[] {
    return this.#changes;
  }

  /** All kept steps of the run, with where it stands and where the session stands, by step. */
  kept(): readonly Checkpoint[] {
    const all = [...this.#checkpoints, ...(this.#now === undefined ? [] : [this.#now])];
    if (all.some(({ step }) => step === this.step)) return byStep(all);
    if (this.#here?.step !== this.step || this.#here.changes !== this.#seen) this.#here = this.#keep();
    return byStep([...all, this.#here]);
  }

  /** Stands the session at kept steps in turn, of this run or of one that was left, until it is told that that is enough; then it stands where it stood. */
  visit(
    checkpoints: readonly Checkpoint[],
    read: (at: Checkpoint, session: TrainingSession) => boolean,
  ): void {
    const here = this.#keep();
    try {
      for (const checkpoint of checkpoints) {
        this.#takeUp(checkpoint);
        if (!read(checkpoint, this.#session)) return;
      }
    } finally {
      this.#takeUp(here);
    }
  }

  /** Bytes of all checkpoints. */
  get bytes(): number {
    return this.#checkpoints.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Goes on with the run, as the session does; not from its past. */
  advance(most: number): Advance {
    if (this.#now !== undefined) throw new Error('The run is looked at in its past; it cannot go on there.');
    const advance = this.#advance(most);
    const last = this.#checkpoints.at(-1);
    if (last === undefined || this.step - last.step >= this.#stride) {
      this.#checkpoints = [...this.#checkpoints, this.#keep()];
      this.#thin();
    }
    return advance;
  }

  /** Makes a change where the run stands, also while its past is looked at. */
  change(change: Change): void {
    if (this.#now !== undefined) {
      this.#meanwhile = [...this.#meanwhile, change];
      return;
    }
    make(this.#session, change);
    this.#changes = [...this.#changes, { step: this.step, change }];
    this.#seen = this.#changes.length;
    // What was kept here is kept again, with the change: a kept step is as it shows.
    if (this.#checkpoints.at(-1)?.step === this.step) {
      this.#checkpoints = [...this.#checkpoints.slice(0, -1), this.#keep()];
    }
  }

  /** Sets out for a step of the run; `approach` then gets there. */
  aim(step: number): void {
    const wanted = Math.max(this.first, Math.min(step, this.now));
    this.#target = wanted;
    if (wanted === this.now) {
      this.#return();
      return;
    }
    this.#now ??= this.#keep();
    const nearest = this.#checkpoints.findLast((one) => one.step <= wanted);
    if (nearest === undefined || (this.step <= wanted && this.step >= nearest.step)) return;
    this.#takeUp(nearest);
  }

  /** Computes towards the step aimed at, at most so many updates; whether it is reached. */
  approach(most: number): boolean {
    if (this.#now === undefined) return true;
    this.#seeChanges();
    if (this.step >= this.#target) return true;
    const next = this.#changes[this.#seen]?.step ?? Number.POSITIVE_INFINITY;
    this.#advance(Math.min(most, this.#target - this.step, next - this.step));
    this.#seeChanges();
    return this.step >= this.#target;
  }

  /**
   * Makes the past that is looked at the present, and gives what is left with that: the run up to where it stood. The learning rate
   * and the number of epochs stay as they were set last, which is what a person sees set.
   */
  branch(): LeftRun | undefined {
    if (this.#now === undefined) return undefined;
    const left: LeftRun = {
      checkpoints: this.#checkpoints,
      stride: this.#stride,
      changes: this.#changes,
      now: this.#now,
    };
    const settings = lastSettings([
      ...this.#changes.slice(this.#seen).map(({ change }) => change),
      ...this.#meanwhile,
    ]);
    this.#now = undefined;
    this.#meanwhile = [];
    this.#changes = this.#changes.slice(0, this.#seen);
    this.#here = undefined;
    this.#checkpoints = this.#checkpoints.filter(({ step }) => step <= this.step);
    for (const setting of settings) this.change(setting);
    return left;
  }

  /** Stands at the end of a run that was left, with the settings of this one, which is given to be kept instead. */
  exchange(left: LeftRun): LeftRun {
    this.aim(this.now);
    const mine: LeftRun = {
      checkpoints: this.#checkpoints,
      stride: this.#stride,
      changes: this.#changes,
      now: this.#keep(),
    };
    const settings = lastSettings(this.#changes.map(({ change }) => change));
    this.#checkpoints = left.checkpoints;
    this.#stride = left.stride;
    this.#changes = left.changes;
    this.#here = undefined;
    this.#takeUp(left.now);
    for (const setting of settings) this.change(setting);
    return mine;
  }

  #advance(most: number): Advance {
    const advance = this.#session.advance(most);
    this.#loss = advance.losses.at(-1);
    return advance;
  }

  /** Back to where the run stands, with what was changed meanwhile. */
  #return(): void {
    if (this.#now === undefined) return;
    this.#takeUp(this.#now);
    this.#now = undefined;
    const changes = this.#meanwhile;
    this.#meanwhile = [];
    for (const change of changes) this.change(change);
  }

  #keep(): Checkpoint {
    return checkpointOf(this.#session, this.#seen, this.#loss);
  }

  #takeUp(checkpoint: Checkpoint): void {
    this.#session.takeUp(stateOf(checkpoint));
    this.#seen = checkpoint.changes;
    this.#loss = checkpoint.loss;
  }

  /** Makes the changes of the run up to where the session stands. */
  #seeChanges(): void {
    for (;;) {
      const next = this.#changes[this.#seen];
      if (next === undefined || next.step > this.step) return;
      make(this.#session, next.change);
      this.#seen += 1;
    }
  }

  /** Leaves out checkpoints that are close to others, the first excepted, until the rest has room. */
  #thin(): void {
    while (
      this.#checkpoints.length > 1 &&
      (this.#checkpoints.length > mostCheckpoints || this.bytes > this.#budget)
    ) {
      this.#stride *= 2;
      const kept: Checkpoint[] = [];
      for (const checkpoint of this.#checkpoints) {
        const last = kept.at(-1);
        if (last === undefined || checkpoint.step - last.step >= this.#stride) kept.push(checkpoint);
      }
      this.#checkpoints = kept;
    }
  }
}
