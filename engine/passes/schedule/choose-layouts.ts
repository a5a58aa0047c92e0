import {
  isBinary,
  isUnary,
  type PrimitiveName,
  type Program,
  type Value,
  type ValueId,
  valueAt,
} from '../../program/program.ts';
import { isOwnAccess, sameSizes } from './access.ts';
import { type BoundProgram, boundAt } from './bound-program.ts';
import type { Role } from './classify.ts';
import { canSwap, type Layout, layoutOf } from './layout.ts';
import type { Reads } from './reads.ts';

/** Which leaves lie swapped, by key: the same for all programs that share them. */
export type SwappedLeaves = ReadonlySet<string>;

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

function alikeIn(
  program: BoundProgram,
  roles: readonly Role[],
  units: readonly boolean[],
  reads: Reads,
): Alike {
  const alike = new Alike(program.values.length);
  program.values.forEach(({ shape }, id) => {
    if (roles[id] !== 'elementwise' || units[id] !== true || !canSwap(shape)) return;
    for (const { id: read, access } of reads.of(id)) {
      const other = boundAt(program, read).shape;
      if (sameSizes(shape, other) && isOwnAccess(access, other, 2)) alike.join(id, read);
    }
  });
  return alike;
}

/** The matrix of weights that the right side of a product reads transposed, if it does: as it lies, its rows would be columns. */
function readTransposed(program: Program, { operation, inputs }: Value): ValueId | undefined {
  if (operation.primitive !== 'matmul') return undefined;
  const right = valueAt(program, inputs[1] as ValueId);
  const of = right.inputs[0];
  if (right.operation.primitive !== 'transpose' || of === undefined) return undefined;
  const { operation: leaf, shape } = valueAt(program, of);
  return leaf.primitive === 'parameter' && canSwap(shape) ? of : undefined;
}

/** Whether each element of a value is computed from the same element of its operands. */
const isElementByElement = ({ operation }: Value): boolean =>
  isUnary(operation) ||
  isBinary(operation) ||
  operation.primitive === 'select' ||
  operation.primitive === 'stopGradient';

const readsElsewhere: ReadonlySet<PrimitiveName> = new Set(['broadcast', 'reshape', 'transpose', 'slice']);

/**
 * The leaves that should lie swapped: weights that products read transposed, so that a product streams its right side in
 * rows, and what is kept for each of their elements. Asked of the whole program, so that all that is computed of it agrees.
 */
export function chooseSwappedLeaves(program: Program): SwappedLeaves {
  const alike = new Alike(program.values.length);
  const transposed: ValueId[] = [];
  program.values.forEach((value, id) => {
    const weights = readTransposed(program, value);
    if (weights !== undefined) transposed.push(weights);
    if (!canSwap(value.shape) || !isElementByElement(value)) return;
    for (const input of value.inputs) {
      if (!readsElsewhere.has(valueAt(program, input).operation.primitive)) alike.join(id, input);
    }
  });
  const groups = new Set(transposed.map((id) => alike.groupOf(id)));
  return new Set(
    program.values.flatMap(({ operation }, id) =>
      (operation.primitive === 'parameter' || operation.primitive === 'state') &&
      groups.has(alike.groupOf(id))
        ? [operation.key]
        : [],
    ),
  );
}

export function chooseLayouts(
  program: BoundProgram,
  roles: readonly Role[],
  units: readonly boolean[],
  reads: Reads,
  swappedLeaves: SwappedLeaves,
): ReadonlyMap<ValueId, Layout> {
  const alike = alikeIn(program, roles, units, reads);
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
