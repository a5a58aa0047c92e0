import { valueNames } from '../graph/formula/value-names.ts';
import { leafText, type PrimitiveNames } from '../notation/primitive-text.ts';
import { listedNames } from '../notation/program-text.ts';
import { type Origin, type ValueId, valueAt } from '../program/program.ts';
import type { Compilation } from './compilation.ts';

/** What one value is called, and the node it was made for. */
export interface Reference {
  readonly name: string;
  /** Empty where it belongs to none, as the total loss. */
  readonly node: string;
}

/**
 * One name for each value through all passes: that of the Program panel where it has one there (`z1`, `dz1`, `fc1.weight`), else
 * `v` and its number among the primitives as they were lowered, or `t` and a number for what a rule made.
 */
export class Names {
  readonly #compilation: Compilation;
  readonly #listed: ReadonlyMap<ValueId, string>;
  /** By value on the way of simplifying, of the simplified program and of the bound one: the lowered value it stands for. */
  readonly #lowered = new Map<ValueId, ValueId>();
  readonly #madeBy = new Map<ValueId, ValueId>();
  readonly #simplified = new Map<ValueId, ValueId>();

  constructor(compilation: Compilation) {
    this.#compilation = compilation;
    const { graph, derived, simplified, schedule } = compilation;
    this.#listed = listedNames(derived, valueNames(graph, derived));
    const isBetter = (from: ValueId, than: ValueId | undefined): boolean =>
      than === undefined || (this.#listed.has(from) && !this.#listed.has(than));
    simplified.became.forEach((id, from) => {
      const unmarked = this.#unmarked(from);
      if (isBetter(unmarked, this.#lowered.get(id))) this.#lowered.set(id, unmarked);
    });
    simplified.kept.forEach((kept, made) => {
      if (kept !== undefined) this.#madeBy.set(kept, made);
    });
    schedule.program.boundFrom.forEach((bound, kept) => {
      if (bound !== undefined && !this.#simplified.has(bound)) this.#simplified.set(bound, kept);
    });
  }

  /** A lowered value. */
  lowered(id: ValueId): string {
    const unmarked = this.#unmarked(id);
    return (
      this.#listed.get(unmarked) ?? leafText(valueAt(this.#compilation.derived, unmarked)) ?? `v${unmarked}`
    );
  }

  /** For primitives as they were lowered. */
  get ofLowered(): PrimitiveNames {
    return { named: (id) => this.#listed.get(this.#unmarked(id)), called: (id) => this.lowered(id) };
  }

  /** A value made while simplifying. */
  made(id: ValueId): string {
    const lowered = this.#lowered.get(id);
    const leaf = leafText(valueAt(this.#compilation.simplified.all, id));
    return leaf ?? (lowered === undefined ? `t${id}` : this.lowered(lowered));
  }

  /** For what rules see and make. Only names of the Program panel stand for what they name. */
  get ofMade(): PrimitiveNames {
    return {
      named: (id) => this.#listed.get(this.#lowered.get(id) ?? -1),
      called: (id) => this.made(id),
    };
  }

  simplified(id: ValueId): string {
    return this.made(this.#madeBy.get(id) ?? -1);
  }

  /** A value of the program that was scheduled. */
  bound(id: ValueId): string {
    const simplified = this.simplifiedOf(id);
    if (simplified !== undefined) return this.simplified(simplified);
    const { values, madeFor } = this.#compilation.schedule.program;
    const { operation, inputs } = values[id] ?? {};
    const whole = madeFor[id];
    if (whole !== undefined) return `${operation?.primitive} in ${this.simplified(whole)}`;
    const [of] = inputs ?? [];
    return of === undefined ? `value ${id}` : `copy of ${this.bound(of)}`;
  }

  /** Where a value of the program that was scheduled came from; undefined for what the scheduler made. */
  simplifiedOf(id: ValueId): ValueId | undefined {
    return this.#simplified.get(id);
  }

  origin(id: ValueId): Origin | undefined {
    const { simplified, schedule } = this.#compilation;
    const from = this.#simplified.get(id) ?? schedule.program.madeFor[id];
    return from === undefined ? undefined : simplified.program.values[from]?.origin;
  }

  reference(id: ValueId): Reference {
    return { name: this.bound(id), node: this.origin(id)?.node ?? '' };
  }

  #unmarked(id: ValueId): ValueId {
    let at = id;
    for (;;) {
      const { operation, inputs } = valueAt(this.#compilation.derived, at);
      const [of] = inputs;
      if (operation.primitive !== 'port' || of === undefined) return at;
      at = of;
    }
  }
}
