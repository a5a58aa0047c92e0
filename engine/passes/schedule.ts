import {
  type OutputKey,
  type Program,
  parameterKey,
  parseOutputKey,
  type ValueId,
} from '../program/program.ts';
import { type Access, coreShape, isOwnAccess, ownAccess, throughView } from './schedule/access.ts';
import { type BoundProgram, bindProgram, boundAt } from './schedule/bind.ts';
import { chooseUnits, classify, type Role } from './schedule/classify.ts';
import { canSwap, type Layout, layoutOf, liesAlike } from './schedule/layout.ts';

export type KernelKind = 'loop' | 'reduce' | 'matmul' | 'concatenate' | 'reshape';

/** A value written to memory, and whose memory it is: its own, or that of the leaf whose next value it is. */
export interface Store {
  readonly value: ValueId;
  readonly place: ValueId;
}

/**
 * One nest of loops. `root` is what gives it its form; the other members are computed in the same loops, each element from
 * the same element of others, while these are still in registers.
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

/** Which leaves lie swapped, by key: the same for all programs that share them. */
export type SwappedLeaves = ReadonlySet<string>;

interface Draft {
  readonly kind: KernelKind;
  readonly root: ValueId;
  readonly core: readonly number[];
  readonly members: ValueId[];
}

type Visit = (id: ValueId, access: Access) => void;

/** What computing one value reads from memory or from other units, through everything that is computed where it is read. */
class Reads {
  readonly #program: BoundProgram;
  readonly #roles: readonly Role[];
  readonly #units: readonly boolean[];

  constructor(program: BoundProgram, roles: readonly Role[], units: readonly boolean[]) {
    this.#program = program;
    this.#roles = roles;
    this.#units = units;
  }

  /** Of an elementwise value or a view, in loops over its core shape. */
  of(id: ValueId, visit: Visit): void {
    const { shape } = boundAt(this.#program, id);
    this.#operands(id, ownAccess(shape), coreShape(shape).length, visit);
  }

  /** Of anything else: which memory, wherever in it. */
  anywhere(id: ValueId, visit: (id: ValueId) => void): void {
    for (const input of boundAt(this.#program, id).inputs) {
      const { shape } = boundAt(this.#program, input);
      this.#read(input, ownAccess(shape), coreShape(shape).length, visit);
    }
  }

  #read(id: ValueId, access: Access, loops: number, visit: Visit): void {
    if (this.#roles[id] === 'known' && this.#units[id] !== true) return;
    if (this.#roles[id] === 'leaf' || this.#units[id] === true) visit(id, access);
    else this.#operands(id, access, loops, visit);
  }

  #operands(id: ValueId, access: Access, loops: number, visit: Visit): void {
    const value = boundAt(this.#program, id);
    for (const input of value.inputs) {
      const { shape } = boundAt(this.#program, input);
      if (this.#roles[id] === 'view')
        this.#read(input, throughView(value, shape, access, loops), loops, visit);
      else if (value.operation.primitive === 'oneHot') {
        const { axis } = value.operation;
        this.#read(input, [...access.slice(0, axis), ...access.slice(axis + 1)], loops, visit);
      } else this.#read(input, access, loops, visit);
    }
  }
}

const kindOf = (primitive: string): KernelKind =>
  primitive === 'matmul' || primitive === 'concatenate' || primitive === 'reshape' ? primitive : 'reduce';

const sameSizes = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, index) => size === b[index]);

/** Groups of values that read each other element by element; they lie swapped together or not at all. */
class Alike {
  readonly #parents: ValueId[];

  constructor(count: number) {
    this.#parents = Array.from({ length: count }, (_, id) => id);
  }

  groupOf(id: ValueId): ValueId {
    let at = id;
    while (this.#parents[at] !== at) {
      const up = this.#parents[at] as ValueId;
      this.#parents[at] = this.#parents[up] as ValueId;
      at = up;
    }
    return at;
  }

  join(a: ValueId, b: ValueId): void {
    this.#parents[this.groupOf(a)] = this.groupOf(b);
  }
}

function alikeIn(program: BoundProgram, roles: readonly Role[], units: readonly boolean[]): Alike {
  const alike = new Alike(program.values.length);
  const reads = new Reads(program, roles, units);
  program.values.forEach(({ shape }, id) => {
    if (roles[id] !== 'elementwise' || units[id] !== true || !canSwap(shape)) return;
    reads.of(id, (read, access) => {
      const other = boundAt(program, read).shape;
      if (sameSizes(shape, other) && isOwnAccess(access, other, 2)) alike.join(id, read);
    });
  });
  return alike;
}

/** The matrices that the right side of a product reads transposed: as they lie, its rows would be columns. */
function readTransposed(program: BoundProgram): readonly ValueId[] {
  return program.values.flatMap(({ operation, inputs }) => {
    if (operation.primitive !== 'matmul') return [];
    const right = boundAt(program, inputs[1] as ValueId);
    const of = right.inputs[0];
    if (right.operation.primitive !== 'transpose' || of === undefined) return [];
    const { operation: leaf, shape } = boundAt(program, of);
    return leaf.primitive === 'parameter' && canSwap(shape) ? [of] : [];
  });
}

/**
 * The leaves that should lie swapped: weights that products read transposed, so that a product streams its right side in
 * rows, and what is kept for each of their elements.
 */
export function chooseSwappedLeaves(program: Program, batch: number): SwappedLeaves {
  const bound = bindProgram(program, [...program.outputs.keys()], batch);
  const roles = classify(bound);
  const alike = alikeIn(bound, roles, chooseUnits(bound, roles));
  const groups = new Set(readTransposed(bound).map((id) => alike.groupOf(id)));
  return new Set(
    bound.values.flatMap(({ operation }, id) =>
      (operation.primitive === 'parameter' || operation.primitive === 'state') &&
      groups.has(alike.groupOf(id))
        ? [operation.key]
        : [],
    ),
  );
}

function chooseLayouts(
  program: BoundProgram,
  roles: readonly Role[],
  units: readonly boolean[],
  swappedLeaves: SwappedLeaves,
): ReadonlyMap<ValueId, Layout> {
  const alike = alikeIn(program, roles, units);
  const swapped = new Set<ValueId>();
  const isSwappedLeaf = (id: ValueId): boolean => {
    const { operation } = boundAt(program, id);
    return (
      (operation.primitive === 'parameter' || operation.primitive === 'state') &&
      swappedLeaves.has(operation.key)
    );
  };
  for (const id of program.values.keys()) if (isSwappedLeaf(id)) swapped.add(alike.groupOf(id));
  return new Map(
    program.values.flatMap(({ shape, operation }, id) => {
      if (roles[id] !== 'leaf' && units[id] !== true) return [];
      const mayBeSwapped =
        roles[id] === 'leaf'
          ? isSwappedLeaf(id)
          : roles[id] === 'elementwise' || operation.primitive === 'matmul';
      return [[id, layoutOf(shape, mayBeSwapped && swapped.has(alike.groupOf(id)))] as const];
    }),
  );
}

/**
 * Puts every unit into a kernel: one of its own, or that of the last one it reads, where it reads there each element at its
 * own place and everything else it reads is computed before.
 */
function groupUnits(
  program: BoundProgram,
  roles: readonly Role[],
  units: readonly boolean[],
  layouts: ReadonlyMap<ValueId, Layout>,
): { readonly drafts: readonly Draft[]; readonly shared: ReadonlyMap<ValueId, ValueId> } {
  const reads = new Reads(program, roles, units);
  const drafts: Draft[] = [];
  const kernelOf = new Map<ValueId, number>();
  const shared = new Map<ValueId, ValueId>();
  const start = (kind: KernelKind, root: ValueId): void => {
    kernelOf.set(root, drafts.length);
    drafts.push({ kind, root, core: coreShape(boundAt(program, root).shape), members: [root] });
  };
  const outputs = new Set(program.outputs.values());
  program.values.forEach(({ shape, operation, inputs }, id) => {
    if (units[id] !== true) return;
    if (roles[id] === 'structural') {
      const [operand] = inputs as readonly [ValueId];
      const isShared =
        operation.primitive === 'reshape' &&
        !(outputs.has(id) && roles[shared.get(operand) ?? operand] === 'leaf') &&
        liesAlike(layouts.get(operand) as Layout, layouts.get(id) as Layout);
      if (isShared) {
        shared.set(id, shared.get(operand) ?? operand);
        kernelOf.set(id, kernelOf.get(operand) ?? -1);
      } else start(kindOf(operation.primitive), id);
      return;
    }
    const core = coreShape(shape);
    let last = -1;
    const found: { readonly kernel: number; readonly isOwn: boolean }[] = [];
    reads.of(id, (read, access) => {
      const other = boundAt(program, read).shape;
      const kernel = kernelOf.get(read) ?? -1;
      const isOwn =
        !shared.has(read) && sameSizes(core, coreShape(other)) && isOwnAccess(access, other, core.length);
      found.push({ kernel, isOwn });
      last = Math.max(last, kernel);
    });
    const draft = drafts[last];
    const joins =
      draft !== undefined &&
      draft.kind !== 'concatenate' &&
      draft.kind !== 'reshape' &&
      sameSizes(core, draft.core) &&
      layouts.get(draft.root)?.swapped === layouts.get(id)?.swapped &&
      found.every(({ kernel, isOwn }) => kernel < last || isOwn);
    if (joins) {
      draft.members.push(id);
      kernelOf.set(id, last);
    } else start('loop', id);
  });
  return { drafts, shared };
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
  const layouts = chooseLayouts(program, roles, units, swappedLeaves);
  const { drafts, shared } = groupUnits(program, roles, units, layouts);
  const reads = new Reads(program, roles, units);
  const ownPlace = (id: ValueId): ValueId => shared.get(id) ?? id;

  // What each kernel reads from memory, and which of it only element by element, in place.
  const needed = new Set<ValueId>([...program.outputs.values()].map(ownPlace));
  const found = drafts.map(({ members, root, kind, core }) => {
    const inPlace = new Set<ValueId>();
    const elsewhere = new Set<ValueId>();
    for (const id of members) {
      const isRoot = id === root && kind !== 'loop';
      if (isRoot) reads.anywhere(id, (read) => elsewhere.add(ownPlace(read)));
      else {
        reads.of(id, (read, access) => {
          if (members.includes(read)) return;
          const { shape } = boundAt(program, read);
          const isOwn = !shared.has(read) && isOwnAccess(access, shape, core.length);
          (isOwn ? inPlace : elsewhere).add(ownPlace(read));
        });
      }
    }
    return { inPlace, elsewhere };
  });
  for (const { inPlace, elsewhere } of found) for (const id of [...inPlace, ...elsewhere]) needed.add(id);

  const places = new Map<ValueId, ValueId>();
  const late: Store[] = [];
  const kernelOf = new Map(drafts.flatMap(({ members }, index) => members.map((id) => [id, index] as const)));
  for (const { value, leaf } of leavesToUpdate(program)) {
    const at = kernelOf.get(value);
    const mayOverwrite =
      at !== undefined &&
      !places.has(value) &&
      layouts.get(value)?.swapped === layouts.get(leaf)?.swapped &&
      sameSizes(boundAt(program, value).shape, boundAt(program, leaf).shape) &&
      found.every(
        ({ inPlace, elsewhere }, index) =>
          index < at || (index === at ? !elsewhere.has(leaf) : !elsewhere.has(leaf) && !inPlace.has(leaf)),
      );
    if (mayOverwrite) places.set(value, leaf);
    else late.push({ value, place: leaf });
  }
  for (const id of layouts.keys()) {
    const own = ownPlace(id);
    if (!places.has(id)) places.set(id, places.get(own) ?? own);
  }

  const placeOf = (id: ValueId): ValueId => places.get(id) ?? id;
  const kernels = drafts.map(({ kind, root, members }, index): Kernel => {
    const read = found[index] as (typeof found)[number];
    return {
      kind,
      root,
      members,
      stores: members
        .filter((id) => needed.has(id) || late.some(({ value }) => value === id))
        .map((value) => ({ value, place: placeOf(value) })),
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
