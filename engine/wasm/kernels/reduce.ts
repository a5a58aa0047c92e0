import { accessInLoops, coreShape } from '../../passes/schedule/access.ts';
import { boundAt } from '../../passes/schedule/bound-program.ts';
import { vectorLanes } from '../../passes/schedule/layout.ts';
import type { ValueId } from '../../program/program.ts';
import type { FunctionWriter, Local } from '../assembler/function-writer.ts';
import { ExpressionEmitter } from '../emit-expression.ts';
import { type Expression, Expressions } from '../expression.ts';
import { type KernelContext, storeElements, storeVectors, type Target, targetsOf } from './kernel-context.ts';
import { rangeOf, turnsOf, whole } from './share.ts';

/** A reduction of an expression over some of the loops it is written in. */
export interface Reduction {
  readonly primitive: 'sum' | 'max';
  /** Sizes of all loops. */
  readonly sizes: readonly number[];
  /** Loops of the result, in the order of its axes. */
  readonly kept: readonly number[];
  readonly operand: Expression;
}

/** At each turn of the loops so many vectors are folded side by side, each into a sum of its own. */
const vectorsSideBySide = 4;
const turnsWithoutLoop = 4;

type LaneMask = readonly [number, number, number, number];

interface Fold {
  readonly start: number;
  readonly join: (code: FunctionWriter) => void;
}

const adding: Fold = { start: 0, join: (code) => code.op('f32x4.add') };
const largest: Fold = { start: Number.NEGATIVE_INFINITY, join: (code) => code.op('f32x4.max') };

/** −∞ in the lanes that a mask leaves out. */
const outside = ([a, b, c, d]: LaneMask): LaneMask => {
  const infinite = 0xff800000;
  return [~a & infinite, ~b & infinite, ~c & infinite, ~d & infinite];
};

/** The loop along which most of what is loaded lies side by side. */
function contiguousLoop(expressions: Expressions, loops: number): number | undefined {
  const counts = new Array<number>(loops).fill(0);
  for (const expression of expressions.all) {
    if (expression.kind !== 'load') continue;
    const at = expression.factors.indexOf(4);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }
  const most = Math.max(0, ...counts);
  return most > 0 ? counts.lastIndexOf(most) : loops > 0 ? loops - 1 : undefined;
}

/** How one result, or one vector of results, is folded. */
interface Folding {
  readonly emitter: ExpressionEmitter;
  readonly code: FunctionWriter;
  readonly reduction: Reduction;
  /** Loops to fold over, the lanes' last where they are among them. */
  readonly reduced: readonly number[];
  readonly lane: number | undefined;
  /** Depth in the loops' order of the first that is folded over. */
  readonly depth: number;
}

/** Folds `value` over the reduced loops into one local per vector that lies side by side along the kept lanes. */
function foldAll(
  { emitter, code, reduction, reduced, lane, depth }: Folding,
  fold: Fold,
  width: number,
  value: (vector: number) => void,
): readonly Local[] {
  const sums = Array.from({ length: width }, () => {
    const local = code.local('v128');
    code.f32x4(fold.start).set(local);
    return local;
  });
  const turn = (mask: LaneMask | undefined): void => {
    sums.forEach((sum, vector) => {
      const add = (): void => {
        code.get(sum);
        value(vector);
        if (mask !== undefined) {
          // Not by bitselect: SpiderMonkey 102 gets it wrong where the mask is a constant.
          code.i32x4(mask).op('v128.and');
          if (fold.start !== 0) code.i32x4(outside(mask)).op('v128.or');
        }
        fold.join(code);
        code.set(sum);
      };
      if (width === 1 || lane === undefined) add();
      else emitter.nest.range(lane, { start: vector * vectorLanes, trip: 1 }, add);
    });
  };
  const nested = (at: number): void => {
    const loop = reduced[at];
    if (loop === undefined) {
      turn(undefined);
      return;
    }
    const size = reduction.sizes[loop] as number;
    const inside = (mask?: LaneMask): void => {
      if (at + 1 < reduced.length) emitter.hoist([reduction.operand], depth + at + 1);
      if (mask === undefined) nested(at + 1);
      else turn(mask);
    };
    if (loop !== lane) {
      emitter.nest.range(loop, { trip: size, unroll: size <= turnsWithoutLoop }, () => inside());
      return;
    }
    const [whole, rest] = [Math.floor(size / vectorLanes), size % vectorLanes];
    emitter.nest.range(loop, { trip: whole, step: vectorLanes, unroll: whole <= turnsWithoutLoop }, () =>
      inside(),
    );
    if (rest === 0) return;
    const mask = [0, 1, 2, 3].map((at) => (at < rest ? -1 : 0)) as [number, number, number, number];
    emitter.nest.range(loop, { start: whole * vectorLanes, trip: 1 }, () => inside(mask));
  };
  nested(0);
  return sums;
}

/** Leaves in all lanes of each local what its four lanes fold to. */
function foldLanes(code: FunctionWriter, fold: Fold, sums: readonly Local[]): void {
  for (const sum of sums) {
    for (const lanes of [
      [2, 3, 0, 1],
      [1, 0, 3, 2],
    ] as const) {
      code.get(sum).get(sum).get(sum).shuffle(lanes);
      fold.join(code);
      code.set(sum);
    }
  }
}

function foldOnce(folding: Folding, width: number, acrossLanes: boolean): readonly Local[] {
  const { code, emitter, reduction } = folding;
  const fold = reduction.primitive === 'sum' ? adding : largest;
  const sums = foldAll(folding, fold, width, () => emitter.emit(reduction.operand));
  if (acrossLanes) foldLanes(code, fold, sums);
  return sums;
}

/** Writes a reduction and what the kernel computes from its result. */
export function emitReduction(
  context: KernelContext,
  expressions: Expressions,
  reduction: Reduction,
  targets: readonly Target[],
): void {
  const { code, library } = context;
  const { sizes, kept, operand } = reduction;
  const loops = sizes.length;
  const close = contiguousLoop(expressions, loops);
  const acrossLanes = close !== undefined && !kept.includes(close);
  const lane = acrossLanes ? close : kept.at(-1);
  const others = sizes.map((_, loop) => loop).filter((loop) => !kept.includes(loop));
  const reduced = acrossLanes ? [...others.filter((loop) => loop !== lane), close] : others;
  const order = [...kept, ...reduced];
  const emitter = new ExpressionEmitter(code, library, { loops, order, lane });
  const roots = targets.map(({ expression }) => expression);
  emitter.prepare([operand, ...roots]);
  for (const { base, factors } of targets) emitter.nest.use(factors, base.from);
  const folding: Folding = { emitter, code, reduction, reduced, lane, depth: kept.length };
  const finish = (width: number): void => {
    const sums = foldOnce(folding, width, acrossLanes);
    sums.forEach((sum, vector) => {
      emitter.hold(context.kernel.root, sum);
      if (acrossLanes) storeElements(context, emitter, targets);
      else if (lane === undefined) storeVectors(context, emitter, targets);
      else {
        emitter.nest.range(lane, { start: vector * vectorLanes, trip: 1 }, () =>
          storeVectors(context, emitter, targets),
        );
      }
    });
  };
  const nested = (at: number, share = whole): void => {
    const loop = kept[at];
    if (loop === undefined) {
      finish(1);
      return;
    }
    const size = sizes[loop] as number;
    const enter = (): void => emitter.hoist([operand], at + 1);
    if (loop !== lane) {
      emitter.nest.range(loop, { ...turnsOf(size, share), unroll: size <= turnsWithoutLoop }, () => {
        enter();
        nested(at + 1);
      });
      return;
    }
    const vectors = Math.ceil(size / vectorLanes);
    const [turns, rest] = [Math.floor(vectors / vectorsSideBySide), vectors % vectorsSideBySide];
    const step = vectorsSideBySide * vectorLanes;
    rangeOf(emitter.nest, loop, share, { turns, step, rest }, (isRest) =>
      finish(isRest ? rest : vectorsSideBySide),
    );
  };
  emitter.hoist([operand], 0);
  nested(0, context.share);
}

/** Sum or maximum over some axes of an expression. */
export function emitReduce(context: KernelContext): void {
  const { schedule, kernel, addresses } = context;
  const { operation, inputs } = boundAt(schedule.program, kernel.root);
  if (operation.primitive !== 'sum' && operation.primitive !== 'max') {
    throw new Error(`${operation.primitive} is no reduction`);
  }
  const [of] = inputs as readonly [ValueId];
  const { shape } = boundAt(schedule.program, of);
  const sizes = coreShape(shape);
  const loops = sizes.length;
  let next = 0;
  const kept: number[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    if (!operation.axes.includes(axis)) kept.push(next);
    next += 1;
  }
  const expressions = new Expressions(schedule, addresses, loops);
  const inOrder = sizes.map((_, loop) => loop);
  const operand = expressions.read(of, accessInLoops(shape, inOrder, loops));
  expressions.define(kernel.root, expressions.held(kernel.root));
  const targets = targetsOf(context, expressions, kept, loops);
  emitReduction(context, expressions, { primitive: operation.primitive, sizes, kept, operand }, targets);
}
