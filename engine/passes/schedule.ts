import {
  type OutputKey,
  type Program,
  parameterKey,
  parseOutputKey,
  type ValueId,
} from '../program/program.ts';
import { coreShape, sameSizes } from './schedule/access.ts';
import { bindProgram } from './schedule/bind.ts';
import { type BoundProgram, boundAt } from './schedule/bound-program.ts';
import { chooseLayouts, type SwappedLeaves } from './schedule/choose-layouts.ts';
import { chooseUnits, classify, type Role } from './schedule/classify.ts';
import { groupUnits, type KernelKind, readsInTurn } from './schedule/group-units.ts';
import type { Layout } from './schedule/layout.ts';
import { Reads } from './schedule/reads.ts';

/** A value written to memory, and whose memory it is: its own, or that of the leaf whose next value it is. */
export interface Store {
  readonly value: ValueId;
  readonly place: ValueId;
}

/**
 * One nest of loops. `root` is what gives it its form; the other members are computed in the same loops, each element from
 * the same element of others, or of the same row, while these are still in registers.
 */
export interface Kernel {
  readonly kind: KernelKind;
  readonly root: ValueId;
  /** In the order of computation. */
  readonly members: readonly ValueId[];
  readonly stores: readonly Store[];
  /** Places that it reads. */
  readonly reads: readonly ValueId[];
}

export interface Schedule {
  readonly program: BoundProgram;
  readonly roles: readonly Role[];
  readonly units: readonly boolean[];
  readonly kernels: readonly Kernel[];
  /** Where each value that lies in memory is: under its own number, or that of the leaf or value whose memory it shares. */
  readonly places: ReadonlyMap<ValueId, ValueId>;
  readonly layouts: ReadonlyMap<ValueId, Layout>;
}

/** Which leaf an output becomes at the end of a step. */
function leavesToUpdate(
  program: BoundProgram,
): readonly { readonly value: ValueId; readonly leaf: ValueId }[] {
  const leaves = new Map<string, ValueId>();
  program.values.forEach(({ operation }, id) => {
    if (operation.primitive === 'parameter') leaves.set(`update ${operation.key}`, id);
    if (operation.primitive === 'state') leaves.set(`stateUpdate ${operation.key}`, id);
  });
  return [...program.outputs].flatMap(([key, value]) => {
    const { role, node, name } = parseOutputKey(key);
    const leaf = leaves.get(`${role} ${parameterKey(node, name)}`);
    return leaf === undefined ? [] : [{ value, leaf }];
  });
}

/**
 * Which primitives are computed in one nest of loops, in which order, and what lies in memory between them. A leaf's next
 * value is written over it as soon as nothing else reads the old one, and at the end of the step otherwise.
 */
export function schedule(
  source: Program,
  keys: readonly OutputKey[],
  batch: number,
  swappedLeaves: SwappedLeaves,
): Schedule {
  const program = bindProgram(source, keys, batch);
  const roles = classify(program);
  const units = chooseUnits(program, roles);
  const reads = new Reads(program, roles, units);
  const layouts = chooseLayouts(program, roles, units, reads, swappedLeaves);
  const { drafts, shared } = groupUnits(program, roles, units, layouts, reads);
  const ownPlace = (id: ValueId): ValueId => shared.get(id) ?? id;

  // What each kernel reads from memory, and which of it only element by element, in place.
  const needed = new Set<ValueId>([...program.outputs.values()].map(ownPlace));
  const kernelOf: (number | undefined)[] = program.values.map(() => undefined);
  drafts.forEach(({ members }, index) => {
    for (const id of members) kernelOf[id] = index;
  });
  const found = drafts.map((draft, index) => {
    const inPlace = new Set<ValueId>();
    const elsewhere = new Set<ValueId>();
    for (const id of draft.members) {
      const core = coreShape(boundAt(program, id).shape);
      const note = (read: ValueId, isInTurn: boolean): void => {
        if (kernelOf[read] !== index) (isInTurn ? inPlace : elsewhere).add(ownPlace(read));
      };
      for (const { id: read, access } of reads.of(id)) {
        const { shape } = boundAt(program, read);
        const mayBeInTurn = roles[id] !== 'structural' && !shared.has(read);
        note(read, mayBeInTurn && readsInTurn(draft, core, access, shape));
      }
    }
    return { inPlace, elsewhere };
  });
  // The last kernel that reads a place, by how it reads it.
  const lastInPlace = new Map<ValueId, number>();
  const lastElsewhere = new Map<ValueId, number>();
  found.forEach(({ inPlace, elsewhere }, index) => {
    for (const id of inPlace) {
      lastInPlace.set(id, index);
      needed.add(id);
    }
    for (const id of elsewhere) {
      lastElsewhere.set(id, index);
      needed.add(id);
    }
  });

  const places = new Map<ValueId, ValueId>();
  const late: Store[] = [];
  for (const { value, leaf } of leavesToUpdate(program)) {
    const at = kernelOf[value];
    const mayOverwrite =
      at !== undefined &&
      !places.has(value) &&
      layouts.get(value)?.swapped === layouts.get(leaf)?.swapped &&
      sameSizes(boundAt(program, value).shape, boundAt(program, leaf).shape) &&
      (lastElsewhere.get(leaf) ?? -1) < at &&
      (lastInPlace.get(leaf) ?? -1) <= at;
    if (mayOverwrite) places.set(value, leaf);
    else late.push({ value, place: leaf });
  }
  for (const id of layouts.keys()) {
    const own = ownPlace(id);
    if (!places.has(id)) places.set(id, places.get(own) ?? own);
  }

  for (const { value } of late) needed.add(value);
  const placeOf = (id: ValueId): ValueId => places.get(id) ?? id;
  const kernels = drafts.map(({ kind, root, members }, index): Kernel => {
    const read = found[index] as (typeof found)[number];
    return {
      kind,
      root,
      members,
      stores: members.filter((id) => needed.has(id)).map((value) => ({ value, place: placeOf(value) })),
      reads: [...new Set([...read.inPlace, ...read.elsewhere].map(placeOf))],
    };
  });
  const copies = late.map(
    (store): Kernel => ({
      kind: 'loop',
      root: store.value,
      members: [],
      stores: [store],
      reads: [placeOf(store.value)],
    }),
  );
  return { program, roles, units, kernels: [...kernels, ...copies], places, layouts };
}
