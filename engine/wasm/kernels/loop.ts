import { coreShape } from '../../passes/schedule/access.ts';
import { boundAt } from '../../passes/schedule/bound-program.ts';
import { vectorLanes } from '../../passes/schedule/layout.ts';
import { ExpressionEmitter } from '../emit-expression.ts';
import { Expressions, factorsOf } from '../expression.ts';
import type { Factors } from '../nest.ts';
import { type KernelContext, storeVectors, targetsOf } from './kernel-context.ts';
import { turnsOf, whole } from './share.ts';

/** Up to so many vectors are written one after the other, without a loop. */
const vectorsWithoutLoop = 8;

interface Span {
  readonly loop: number;
  readonly size: number;
}

/**
 * Loops that together run over memory without a gap, as one: an outer loop goes away where all addresses move by a whole inner
 * loop at each of its turns. From the outermost to the innermost.
 */
function joinLoops(spans: readonly Span[], all: readonly Factors[]): readonly Span[] {
  const joined: Span[] = [];
  for (const { loop, size } of [...spans].reverse()) {
    const inner = joined[0];
    const continues =
      inner !== undefined &&
      all.every((factors) => (factors[loop] ?? 0) === (factors[inner.loop] ?? 0) * inner.size);
    if (continues) joined[0] = { loop: inner.loop, size: inner.size * size };
    else joined.unshift({ loop, size });
  }
  return joined;
}

/** One element after the other, four at a time; the filling of the rows is computed along. */
export function emitLoop(context: KernelContext): void {
  const { schedule, kernel, addresses, code, library } = context;
  const core = coreShape(boundAt(schedule.program, kernel.root).shape);
  const loops = core.length;
  const inOrder = core.map((_, loop) => loop);
  const swapped = kernel.stores.some(({ place }) => schedule.layouts.get(place)?.swapped === true);
  const order = swapped ? [...inOrder].reverse() : inOrder;
  const lane = order.at(-1);
  const expressions = new Expressions(schedule, addresses, loops);
  const targets = targetsOf(context, expressions, inOrder, loops);
  const vectors = core.reduce(
    (product, size, loop) => product * (loop === lane ? Math.ceil(size / vectorLanes) : size),
    1,
  );
  const isLoop = vectors > vectorsWithoutLoop;
  const emitter = new ExpressionEmitter(code, library, { loops, order, lane, isWrittenOut: isLoop });
  const roots = targets.map(({ expression }) => expression);
  emitter.prepare(roots);
  for (const { base, factors } of targets) emitter.nest.use(factors, base.from);
  const all = [
    ...targets.map(({ factors }) => factors),
    ...expressions.all.flatMap((expression) => {
      const factors = factorsOf(expression);
      return factors === undefined ? [] : [factors];
    }),
  ];
  const spans = joinLoops(
    order.map((loop) => {
      const size = core[loop] as number;
      return { loop, size: loop === lane ? Math.ceil(size / vectorLanes) * vectorLanes : size };
    }),
    all,
  );
  const tripOf = ({ loop, size }: Span): number => (loop === lane ? size / vectorLanes : size);
  const nested = ([span, ...inner]: readonly Span[], share = whole): void => {
    if (span === undefined) {
      storeVectors(context, emitter, targets);
      return;
    }
    const { start, trip } = turnsOf(tripOf(span), share);
    const unroll = !isLoop || (inner.length === 0 && trip <= vectorsWithoutLoop / 2);
    const step = span.loop === lane ? vectorLanes : 1;
    emitter.nest.range(span.loop, { start: start * step, trip, step, unroll }, () => {
      if (isLoop) emitter.hoist(roots, order.indexOf(span.loop) + 1);
      nested(inner);
    });
  };
  emitter.hoist(roots, 0);
  nested(spans, context.share);
}
