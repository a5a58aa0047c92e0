import { learningRateSetting } from '../passes/update.ts';
import type { ChosenSchedule } from './choose-schedule.ts';
import type { WatchState } from './schedules/schedule.ts';

/** Learning rates of their own, by `node/parameter` or by a parameter's name. */
export type OwnRates = Readonly<Record<string, number>>;

/** Which entry of `own` a parameter follows: that of its key before that of its name. */
export function ownRateOf(own: OwnRates, key: string): string | undefined {
  return [key, key.slice(key.indexOf('/') + 1)].find((candidate) => Object.hasOwn(own, candidate));
}

export const ownRateSetting = (entry: string): string => `${learningRateSetting} ${entry}`;

/** Where a pace stands: the rates it starts from, scheduler steps done, and what a watching schedule carries. */
export interface PaceState {
  readonly bases: readonly number[];
  readonly steps: number;
  readonly watch: WatchState | undefined;
}

/** The learning rates of a run as its schedule moves them; without a schedule they stay. */
export class Pace {
  readonly #schedule: ChosenSchedule | undefined;
  readonly #entries: readonly string[];
  /** The optimizer's learning rate, then those of `#entries`. */
  #bases: readonly number[];
  #steps = 0;
  #watch: WatchState | undefined;

  constructor(learningRate: number, own: OwnRates, schedule: ChosenSchedule | undefined) {
    this.#schedule = schedule;
    this.#entries = Object.keys(own);
    this.#bases = [learningRate, ...Object.values(own)];
    this.reset();
  }

  /** The optimizer's learning rate at the coming step. */
  get learningRate(): number {
    return this.#rate(0);
  }

  /** Own rates at the coming step, by their entries. */
  get ownRates(): OwnRates {
    return Object.fromEntries(this.#entries.map((entry, index) => [entry, this.#rate(index + 1)]));
  }

  /** Settings of the program at the coming step: learning rates, and the momentum that the schedule gives. */
  get settings(): ReadonlyMap<string, number> {
    const chosen = this.#schedule;
    const momentum =
      chosen?.momentum === undefined || chosen.schedule.kind !== 'counted'
        ? undefined
        : chosen.schedule.at(this.#steps, this.#bases[0] ?? 0, chosen.values).momentum;
    return new Map([
      [learningRateSetting, this.learningRate],
      ...Object.entries(this.ownRates).map(([entry, rate]) => [ownRateSetting(entry), rate] as const),
      ...(chosen?.momentum === undefined || momentum === undefined
        ? []
        : [[chosen.momentum, momentum] as const]),
    ]);
  }

  get per(): 'epoch' | 'step' | undefined {
    return this.#schedule?.per;
  }

  /** One scheduler step; the metric matters to schedules that watch one. */
  advance(metric: number): void {
    this.#steps += 1;
    const chosen = this.#schedule;
    if (chosen?.schedule.kind !== 'watching' || this.#watch === undefined) return;
    this.#watch = chosen.schedule.next(this.#watch, metric, chosen.values);
  }

  /** Another learning rate to start from, from the coming step on. */
  setLearningRate(learningRate: number): void {
    this.#bases = [learningRate, ...this.#bases.slice(1)];
    if (this.#watch === undefined) return;
    const learningRates = [learningRate, ...this.#watch.learningRates.slice(1)];
    this.#watch = { ...this.#watch, learningRates };
  }

  /** Stands where an earlier run of the same schedule stood. */
  goOnFrom(earlier: PaceState): void {
    this.#steps = earlier.steps;
    if (this.#watch === undefined || earlier.watch === undefined) return;
    const [now, before] = [this.#bases[0], earlier.bases[0]];
    this.#watch = earlier.watch;
    if (now !== undefined && now !== before) this.setLearningRate(now);
  }

  get state(): PaceState {
    return { bases: this.#bases, steps: this.#steps, watch: this.#watch };
  }

  set state({ bases, steps, watch }: PaceState) {
    this.#bases = bases;
    this.#steps = steps;
    this.#watch = watch;
  }

  reset(): void {
    this.#steps = 0;
    const chosen = this.#schedule;
    this.#watch =
      chosen?.schedule.kind === 'watching' ? chosen.schedule.start(this.#bases, chosen.values) : undefined;
  }

  #rate(group: number): number {
    const base = this.#bases[group] ?? Number.NaN;
    const chosen = this.#schedule;
    if (chosen === undefined) return base;
    return chosen.schedule.kind === 'counted'
      ? chosen.schedule.at(this.#steps, base, chosen.values).learningRate
      : (this.#watch?.learningRates[group] ?? base);
  }
}
