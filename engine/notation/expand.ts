import { reachedFrom, type ValueId } from '../program/program.ts';

/** How one value is written once the values that it is made of are. */
export interface Pattern<T> {
  readonly parts: readonly ValueId[];
  readonly build: (parts: readonly T[]) => T;
}

/** What is needed to write the values of a program in some notation. */
export interface Notation<T> {
  /** The value that stands for this one on paper: itself, or what an invisible operation was done to. */
  readonly resolve: (id: ValueId) => ValueId;
  /** The name of a resolved value, if it is written by a name. */
  readonly named: (id: ValueId) => T | undefined;
  readonly pattern: (id: ValueId) => Pattern<T>;
  /** The name of a part that is defined once and used several times, counted from 1. */
  readonly local: (index: number, id: ValueId) => T;
  /** Stands for what is left out. */
  readonly ellipsis: T;
}

export interface Definition<T> {
  readonly id: ValueId;
  readonly name: T;
  readonly written: T;
}

export interface Expansion<T> {
  /** In the order of the values asked for. */
  readonly written: readonly T[];
  /** Parts that are used several times, in the order in which they are met. */
  readonly definitions: readonly Definition<T>[];
}

interface Limits {
  /** Values written in one formula, before the rest becomes an ellipsis. */
  readonly budget: number;
  readonly definitionsPerRoot: number;
}

const readable: Limits = { budget: 400, definitionsPerRoot: 20 };

/** For code, which must be whole. It stays in proportion to the program, since long parts are written once. */
export const noLimits: Limits = {
  budget: Number.POSITIVE_INFINITY,
  definitionsPerRoot: Number.POSITIVE_INFINITY,
};

/** A part is defined apart if it is used often and more than a few values long, or used twice and long. */
const deservesName = (uses: number, length: number): boolean =>
  (uses > 2 && length > 4) || (uses > 1 && length > 24);

const longest = 1e9;

/**
 * Which values are defined apart. Both passes see each value once and do not run along paths, of which there may be
 * exponentially many.
 */
export function sharedValues(
  notation: {
    readonly resolve: (id: ValueId) => ValueId;
    readonly named: (id: ValueId) => unknown;
    readonly pattern: (id: ValueId) => { readonly parts: readonly ValueId[] };
  },
  roots: readonly ValueId[],
): ReadonlySet<ValueId> {
  const { pattern: patternOf } = notation;
  const uses = new Map<ValueId, number>();
  const reached = reachedFrom(roots, (id) => {
    const open = patternOf(id)
      .parts.map(notation.resolve)
      .filter((part) => notation.named(part) === undefined);
    for (const part of open) uses.set(part, (uses.get(part) ?? 0) + 1);
    return open;
  });
  const shared = new Set<ValueId>();
  const lengths = new Map<ValueId, number>();
  for (const id of reached) {
    const length = patternOf(id).parts.reduce((total, part) => {
      const resolved = notation.resolve(part);
      return total + (shared.has(resolved) ? 1 : (lengths.get(resolved) ?? 1));
    }, 1);
    lengths.set(id, Math.min(length, longest));
    if (deservesName(uses.get(id) ?? 0, length)) shared.add(id);
  }
  return shared;
}

/**
 * Writes values out down to names and leaves. The length of what is written is bounded whatever the program: parts
 * used several times are defined once, and what exceeds the budget is left out.
 */
export function expand<T>(notation: Notation<T>, roots: readonly ValueId[], limits = readable): Expansion<T> {
  const patterns = new Map<ValueId, Pattern<T>>();
  const patternOf = (id: ValueId): Pattern<T> => {
    const known = patterns.get(id) ?? notation.pattern(id);
    patterns.set(id, known);
    return known;
  };
  const shared = sharedValues({ ...notation, pattern: patternOf }, roots);
  const names = new Map<ValueId, T>();
  const most = limits.definitionsPerRoot * roots.length;

  const localName = (id: ValueId): T => {
    const known = names.get(id);
    if (known !== undefined) return known;
    if (names.size >= most) return notation.ellipsis;
    const name = notation.local(names.size + 1, id);
    names.set(id, name);
    return name;
  };

  const writeOut = (root: ValueId): T => {
    let left = limits.budget;
    const open = (id: ValueId): T => {
      const { parts, build } = patternOf(id);
      return build(parts.map(write));
    };
    const write = (part: ValueId): T => {
      left -= 1;
      if (left < 0) return notation.ellipsis;
      const id = notation.resolve(part);
      return notation.named(id) ?? (shared.has(id) ? localName(id) : open(id));
    };
    return open(root);
  };

  const written = roots.map(writeOut);
  const definitions: Definition<T>[] = [];
  // The map grows while it is read: definitions may call for further ones.
  for (const [id, name] of names) definitions.push({ id, name, written: writeOut(id) });
  return { written, definitions };
}
