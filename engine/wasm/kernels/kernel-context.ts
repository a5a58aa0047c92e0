import { accessInLoops } from '../../passes/schedule/access.ts';
import { boundAt } from '../../passes/schedule/bound-program.ts';
import type { Kernel, Schedule } from '../../passes/schedule.ts';
import { type Base, behind, type FunctionWriter } from '../assembler/function-writer.ts';
import type { ExpressionEmitter } from '../emit-expression.ts';
import type { Addresses, Expression, Expressions } from '../expression.ts';
import type { FunctionLibrary } from '../functions/library.ts';
import type { Factors, Nest } from '../nest.ts';
import type { Share } from './share.ts';

/** What the emitter of a kernel works with. */
export interface KernelContext {
  readonly schedule: Schedule;
  readonly kernel: Kernel;
  readonly addresses: Addresses;
  readonly library: FunctionLibrary;
  readonly code: FunctionWriter;
  /** Where the kernel's scratch begins, if it asked for any. */
  readonly scratch: Base;
  /** Whether a product and the sum it goes into may be rounded as one. */
  readonly fused: boolean;
  /** What of the kernel is written. */
  readonly share: Share;
}

/** Adds the product of what `left` and `right` leave on the stack to `sum`; to nothing where it is the first. */
export function addProduct(
  { code, fused }: Pick<KernelContext, 'code' | 'fused'>,
  sum: (() => void) | undefined,
  left: () => void,
  right: () => void,
): void {
  if (sum !== undefined && !fused) sum();
  left();
  right();
  if (sum === undefined) code.op('f32x4.mul');
  else if (fused) {
    sum();
    code.op('f32x4.relaxed_madd');
  } else code.op('f32x4.mul').op('f32x4.add');
}

/** A value of a kernel and where its elements go. */
export interface Target {
  readonly expression: Expression;
  readonly base: Base;
  readonly factors: Factors;
}

/**
 * Writes the members of a kernel, other than its root where that has loops of its own, as expressions; gives those that are
 * stored. `order` names the loops of the kernel's core.
 */
export function targetsOf(
  { schedule, kernel }: KernelContext,
  expressions: Expressions,
  order: readonly number[],
  loops: number,
): readonly Target[] {
  const accessOf = (id: number) => accessInLoops(boundAt(schedule.program, id).shape, order, loops);
  for (const id of kernel.members) {
    if (id === kernel.root && kernel.kind !== 'loop') continue;
    expressions.define(id, expressions.compute(id, accessOf(id)));
  }
  return kernel.stores.map(({ value, place }) => ({
    expression: expressions.read(value, accessOf(value)),
    ...expressions.place(place, place, accessOf(place)),
  }));
}

/** Computes all targets at this point of the loops, then stores them: one may lie where another is read. */
export function storeVectors(
  { code }: KernelContext,
  emitter: ExpressionEmitter,
  targets: readonly Target[],
): void {
  storeBy(code, emitter, targets, (offset) => code.store('v128.store', offset));
}

/** As `storeVectors`, but one element of each. */
export function storeElements(
  { code }: KernelContext,
  emitter: ExpressionEmitter,
  targets: readonly Target[],
): void {
  storeBy(code, emitter, targets, (offset) => code.lane('v128.store32_lane', 0, offset));
}

/** Stores the first lanes of a value: at once where they lie side by side, since what fills up a row may hold anything. */
export function storeLanes(
  code: FunctionWriter,
  nest: Nest,
  { base, factors }: Target,
  lane: number | undefined,
  lanes: number,
  value: () => void,
): void {
  const step = lane === undefined ? 0 : (factors[lane] ?? 0);
  if (step === 4) {
    const offset = nest.address(base, factors);
    value();
    code.store('v128.store', offset);
    return;
  }
  for (let at = 0; at < lanes; at += 1) {
    const offset = nest.address(behind(base, at * step), factors);
    value();
    code.lane('v128.store32_lane', at, offset);
  }
}

function storeBy(
  code: FunctionWriter,
  emitter: ExpressionEmitter,
  targets: readonly Target[],
  store: (offset: Base) => void,
): void {
  const [only] = targets;
  if (targets.length === 1 && only !== undefined) {
    const offset = emitter.nest.address(only.base, only.factors);
    emitter.emit(only.expression);
    store(offset);
    return;
  }
  const held = targets.map(({ expression }) => {
    const local = code.local('v128');
    emitter.emit(expression);
    code.set(local);
    return local;
  });
  targets.forEach(({ base, factors }, at) => {
    const offset = emitter.nest.address(base, factors);
    const local = held[at];
    if (local === undefined) return;
    code.get(local);
    store(offset);
  });
}
