import type { ValueId } from '../../program/program.ts';
import { coreShape, isOwnAccess, sameSizes } from './access.ts';
import { type BoundProgram, boundAt } from './bind.ts';
import type { Role } from './classify.ts';
import { type Layout, liesAlike } from './layout.ts';
import { Reads } from './reads.ts';

export type KernelKind = 'loop' | 'reduce' | 'matmul' | 'concatenate' | 'reshape';

export interface Draft {
  readonly kind: KernelKind;
  readonly root: ValueId;
  readonly core: readonly number[];
  readonly members: ValueId[];
}

const kindOf = (primitive: string): KernelKind =>
  primitive === 'matmul' || primitive === 'concatenate' || primitive === 'reshape' ? primitive : 'reduce';

/**
 * Puts every unit into a kernel: one of its own, or that of the last one it reads, where it reads there each element at its
 * own place and everything else it reads is computed before.
 */
export function groupUnits(
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
