import { pickedRows } from '../../program/picked-rows.ts';
import type { PrimitiveName, ValueId } from '../../program/program.ts';
import { type Access, coreShape, followsLoops, isOwnAccess, sameSizes } from './access.ts';
import { type BoundProgram, type BoundValue, boundAt } from './bound-program.ts';
import type { Role } from './classify.ts';
import { type Layout, liesAlike } from './layout.ts';
import type { Reads } from './reads.ts';

export type KernelKind =
  | 'loop'
  | 'reduce'
  | 'rows'
  | 'matmul'
  | 'gather'
  | 'scatter'
  | 'concatenate'
  | 'reshape';

/** A kernel while units are put into it. */
export interface Draft {
  readonly kind: KernelKind;
  readonly root: ValueId;
  /** What its loops run over: the root's core shape or, where it works row by row, that of the rows. */
  readonly core: readonly number[];
  readonly members: ValueId[];
}

/** Rows of up to so many numbers are held in registers while everything is computed from them. */
const widestRow = 64;

/** The rows that a reduction folds to a number each; undefined where it folds anything else. */
function rowsOf(program: BoundProgram, { operation, inputs }: BoundValue): readonly number[] | undefined {
  if (operation.primitive !== 'sum' && operation.primitive !== 'max') return undefined;
  const { shape } = boundAt(program, inputs[0] as ValueId);
  const folded = operation.axes.filter((axis) => shape[axis] !== 1);
  const last = shape.findLastIndex((size) => size !== 1);
  const isRow = folded.length === 1 && folded[0] === last && (shape[last] as number) <= widestRow;
  return isRow ? coreShape(shape) : undefined;
}

function draftOf(program: BoundProgram, root: ValueId): Draft {
  const value = boundAt(program, root);
  const { primitive } = value.operation;
  const members = [root];
  const rows = rowsOf(program, value);
  if (rows !== undefined) return { kind: 'rows', root, core: rows, members };
  const picked = pickedRows(program.values, value);
  if (picked !== undefined)
    return { kind: picked.isTransposed ? 'scatter' : 'gather', root, core: coreShape(value.shape), members };
  const kind =
    primitive === 'matmul' || primitive === 'concatenate' || primitive === 'reshape' ? primitive : 'reduce';
  return { kind, root, core: coreShape(value.shape), members };
}

/** What takes dozens of instructions for each vector, and as many numbers at hand. */
const manyInstructions: ReadonlySet<PrimitiveName> = new Set([
  'exp',
  'log',
  'clampedLog',
  'tanh',
  'logistic',
  'softplus',
  'erf',
  'random',
] as const);

const countOf = (sizes: readonly number[]): number => sizes.reduce((product, size) => product * size, 1);

/** So many numbers pay for loops of their own. */
const worthLoop = 64;

const callsFunctions: ReadonlySet<KernelKind> = new Set(['matmul', 'gather', 'scatter'] as const);

/**
 * The units that find no registers beside the sums of a product: between its tiles their functions would be calls, which in
 * loops of their own are written out and share what they need.
 */
function findLong(
  program: BoundProgram,
  roles: readonly Role[],
  units: readonly boolean[],
): readonly boolean[] {
  const long: boolean[] = [];
  program.values.forEach(({ operation: { primitive }, inputs }, id) => {
    const isComputed = roles[id] === 'elementwise' || roles[id] === 'view';
    const readsLong = inputs.some((input) => long[input] === true && units[input] !== true);
    long.push(isComputed && (manyInstructions.has(primitive) || readsLong));
  });
  return long;
}

/** Whether a kernel has loops for a value of this core shape. */
const hasLoopsFor = ({ kind, core }: Draft, wanted: readonly number[]): boolean =>
  sameSizes(wanted, core) || (kind === 'rows' && sameSizes(wanted, core.slice(0, -1)));

/** Whether a member of a kernel, with loops over its own core shape, reads there what is computed in the same turn of its loops. */
export const readsInTurn = (
  draft: Draft,
  core: readonly number[],
  access: Access,
  shape: readonly number[],
): boolean =>
  draft.kind === 'rows'
    ? hasLoopsFor(draft, coreShape(shape)) && followsLoops(access, shape)
    : sameSizes(core, coreShape(shape)) && isOwnAccess(access, shape, core.length);

/**
 * Puts every unit into a kernel: one of its own, or that of the last one it reads, where it reads there each element at its
 * own place and everything else it reads is computed before.
 */
export function groupUnits(
  program: BoundProgram,
  roles: readonly Role[],
  units: readonly boolean[],
  layouts: ReadonlyMap<ValueId, Layout>,
  reads: Reads,
): { readonly drafts: readonly Draft[]; readonly shared: ReadonlyMap<ValueId, ValueId> } {
  const drafts: Draft[] = [];
  const kernelOf = new Map<ValueId, number>();
  const shared = new Map<ValueId, ValueId>();
  const long = findLong(program, roles, units);
  const start = (draft: Draft): void => {
    kernelOf.set(draft.root, drafts.length);
    drafts.push(draft);
  };
  /** The kernel of the last unit that is read, if the value can be computed there. */
  const kernelFor = (id: ValueId, core: readonly number[]): number | undefined => {
    const found = reads.of(id);
    const kernelRead = (read: ValueId): number => kernelOf.get(read) ?? -1;
    const last = found.reduce((latest, read) => Math.max(latest, kernelRead(read.id)), -1);
    const draft = drafts[last];
    const joins =
      draft !== undefined &&
      draft.kind !== 'concatenate' &&
      draft.kind !== 'reshape' &&
      !(callsFunctions.has(draft.kind) && long[id] === true && countOf(core) >= worthLoop) &&
      hasLoopsFor(draft, core) &&
      layouts.get(draft.root)?.swapped === layouts.get(id)?.swapped &&
      found.every(
        ({ id: read, access }) =>
          kernelRead(read) < last ||
          (!shared.has(read) && readsInTurn(draft, core, access, boundAt(program, read).shape)),
      );
    return joins ? last : undefined;
  };
  const join = (id: ValueId, kernel: number): void => {
    drafts[kernel]?.members.push(id);
    kernelOf.set(id, kernel);
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
        return;
      }
      const draft = draftOf(program, id);
      const kernel = draft.kind === 'rows' ? kernelFor(id, draft.core) : undefined;
      const of = kernel === undefined ? undefined : drafts[kernel];
      if (kernel === undefined || of === undefined || !sameSizes(of.core, draft.core)) start(draft);
      else if (of.kind === 'rows') join(id, kernel);
      else if (of.kind === 'loop') {
        // What was a loop over elements so far goes row by row from now on.
        drafts[kernel] = { ...draft, members: of.members };
        join(id, kernel);
      } else start(draft);
      return;
    }
    const core = coreShape(shape);
    const kernel = kernelFor(id, core);
    if (kernel === undefined) start({ kind: 'loop', root: id, core, members: [id] });
    else join(id, kernel);
  });
  return { drafts, shared };
}
