import { accessInLoops, coreShape } from '../../passes/schedule/access.ts';
import { boundAt } from '../../passes/schedule/bound-program.ts';
import { vectorLanes } from '../../passes/schedule/layout.ts';
import type { ValueId } from '../../program/program.ts';
import { type Base, behind } from '../assembler/function-writer.ts';
import { ExpressionEmitter } from '../emit-expression.ts';
import { type Expression, Expressions } from '../expression.ts';
import type { Factors } from '../nest.ts';
import type { KernelContext } from './kernel-context.ts';

const bytesPerNumber = 4;

/** Stores the first `count` lanes of an expression, next to each other or `factors` apart. */
function storeLanes(
  { code }: KernelContext,
  emitter: ExpressionEmitter,
  expression: Expression,
  to: { readonly base: Base; readonly factors: Factors; readonly step: number },
  count: number,
): void {
  const { base, factors, step } = to;
  if (step === bytesPerNumber && count === vectorLanes) {
    const offset = emitter.nest.address(base, factors);
    emitter.emit(expression);
    code.store('v128.store', offset);
    return;
  }
  const value = code.local('v128');
  emitter.emit(expression);
  code.set(value);
  for (let lane = 0; lane < count; lane += 1) {
    const offset = emitter.nest.address(behind(base, lane * step), factors);
    code.get(value).lane('v128.store32_lane', lane, offset);
  }
}

/** Copies one part to where it begins in the whole. Rows may begin anywhere, so each stores just the lanes that are its own. */
function emitPart(context: KernelContext, part: ValueId, axis: number, start: number): void {
  const { schedule, kernel, addresses, code, library } = context;
  const { shape } = boundAt(schedule.program, part);
  const core = coreShape(shape);
  const loops = core.length;
  const order = core.map((_, loop) => loop);
  const access = accessInLoops(shape, order, loops);
  const expressions = new Expressions(schedule, addresses, loops);
  const expression = expressions.read(part, access);
  const moved = access.map((affine, at) => (at === axis ? { ...affine, offset: start } : affine));
  const { base, factors } = expressions.place(kernel.root, kernel.root, moved);
  const lane = order.at(-1);
  const emitter = new ExpressionEmitter(code, library, { loops, order, lane });
  emitter.prepare([expression]);
  emitter.nest.use(factors, base.from);
  const to = { base, factors, step: lane === undefined ? 0 : (factors[lane] ?? 0) };
  emitter.hoist([expression], 0);
  const nested = (at: number): void => {
    const loop = order[at];
    if (loop === undefined) {
      storeLanes(context, emitter, expression, to, 1);
      return;
    }
    const size = core[loop] as number;
    if (loop !== lane) {
      emitter.nest.range(loop, { trip: size }, () => {
        emitter.hoist([expression], at + 1);
        nested(at + 1);
      });
      return;
    }
    const [whole, rest] = [Math.floor(size / vectorLanes), size % vectorLanes];
    const store = (count: number): void => storeLanes(context, emitter, expression, to, count);
    emitter.nest.range(loop, { trip: whole, step: vectorLanes }, () => store(vectorLanes));
    if (rest > 0) emitter.nest.range(loop, { start: whole * vectorLanes, trip: 1 }, () => store(rest));
  };
  nested(0);
}

/** Parts one after the other along an axis. */
export function emitConcatenate(context: KernelContext): void {
  const { schedule, kernel } = context;
  const { operation, inputs } = boundAt(schedule.program, kernel.root);
  if (operation.primitive !== 'concatenate') throw new Error(`${operation.primitive} joins nothing`);
  let start = 0;
  for (const part of inputs) {
    emitPart(context, part, operation.axis, start);
    start += boundAt(schedule.program, part).shape[operation.axis] as number;
  }
}
