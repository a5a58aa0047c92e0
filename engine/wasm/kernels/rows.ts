import { accessInLoops, coreShape } from '../../passes/schedule/access.ts';
import { boundAt } from '../../passes/schedule/bound-program.ts';
import { vectorLanes } from '../../passes/schedule/layout.ts';
import type { ValueId } from '../../program/program.ts';
import type { Local } from '../assembler/function-writer.ts';
import type { InstructionName } from '../assembler/instructions.ts';
import { ExpressionEmitter } from '../emit-expression.ts';
import { type Expression, Expressions, partsOf } from '../expression.ts';
import type { KernelContext, Target } from './kernel-context.ts';

/** Shorter rows are taken four at a time, one in each lane. */
const widestSideBySide = 12;
/** Functions of so many pieces of a row are written out. */
const piecesWrittenOut = 12;

/** How a kernel takes its rows. */
interface Form {
  readonly loops: number;
  readonly sizes: readonly number[];
  /** The loop along the rows' numbers, the innermost. */
  readonly column: number;
  /** The loop of the lanes: the innermost of those that count rows, or the column's. */
  readonly lane: number;
  /** A row comes as so many vectors, the column's counter moving by `step`. */
  readonly pieces: number;
  readonly step: number;
}

function formOf(sizes: readonly number[]): Form {
  const column = sizes.length - 1;
  const width = sizes[column] as number;
  const isSideBySide = (sizes[column - 1] ?? 1) >= vectorLanes && width <= widestSideBySide;
  return {
    loops: sizes.length,
    sizes,
    column,
    lane: isSideBySide ? column - 1 : column,
    pieces: isSideBySide ? width : Math.ceil(width / vectorLanes),
    step: isSideBySide ? 1 : vectorLanes,
  };
}

/** What a member is computed from: an element of it, or what its numbers in a row are folded by. */
interface Member {
  readonly id: ValueId;
  readonly of: Expression;
  readonly isWide: boolean;
  readonly fold: 'sum' | 'max' | undefined;
}

function membersOf(
  { schedule: { program }, kernel }: KernelContext,
  { loops }: Form,
  expressions: Expressions,
): readonly Member[] {
  const inOrder = Array.from({ length: loops }, (_, loop) => loop);
  return kernel.members.map((id) => {
    const { shape, operation, inputs } = boundAt(program, id);
    const { primitive } = operation;
    const isWide = coreShape(shape).length === loops;
    const fold = primitive === 'sum' || primitive === 'max' ? primitive : undefined;
    const [first] = inputs as readonly [ValueId];
    const of =
      fold === undefined
        ? expressions.compute(id, accessInLoops(shape, inOrder, loops))
        : expressions.read(first, accessInLoops(boundAt(program, first).shape, inOrder, loops));
    expressions.define(id, expressions.held(id));
    return { id, of, isWide, fold };
  });
}

/** The members that what is stored comes from. */
function neededFor(stored: Iterable<ValueId>, members: readonly Member[]): readonly Member[] {
  const byId = new Map(members.map((member) => [member.id, member]));
  const needed = new Set<ValueId>();
  const need = (expression: Expression): void => {
    if (expression.kind === 'held') needId(expression.of);
    else for (const part of partsOf(expression)) need(part);
  };
  const needId = (id: ValueId): void => {
    const member = byId.get(id);
    if (member === undefined || needed.has(id)) return;
    needed.add(id);
    need(member.of);
  };
  for (const id of stored) needId(id);
  return members.filter(({ id }) => needed.has(id));
}

/** Writes the turn of the loops that computes one row, or four side by side. */
class Turn {
  readonly #context: KernelContext;
  readonly #form: Form;
  readonly #emitter: ExpressionEmitter;
  /** By wide member, its vectors. */
  readonly #wide = new Map<ValueId, readonly Local[]>();

  constructor(context: KernelContext, form: Form, emitter: ExpressionEmitter) {
    this.#context = context;
    this.#form = form;
    this.#emitter = emitter;
  }

  compute(members: readonly Member[]): void {
    const { code } = this.#context;
    for (const { id, of, isWide, fold } of members) {
      code.writeFor(id, () => {
        if (isWide) this.#wide.set(id, this.#pieces(of));
        else this.#emitter.hold(id, fold === undefined ? this.#kept(of) : this.#folded(of, fold));
      });
    }
  }

  /** `rows`: how many of the lanes are rows, where they are side by side. */
  store(targets: readonly Target[], rows: number): void {
    const { column, lane, sizes, step } = this.#form;
    for (const target of targets) {
      if (!this.#isWide(target)) {
        this.#storeLanes(target, lane === column ? 1 : rows);
        continue;
      }
      this.#eachPiece((piece) => {
        const rest = (sizes[column] as number) - piece * step;
        this.#storeLanes(target, lane === column ? Math.min(rest, vectorLanes) : rows);
      });
    }
  }

  #isWide({ expression }: Target): boolean {
    return expression.kind === 'held' && this.#wide.has(expression.of);
  }

  #eachPiece(body: (piece: number) => void): void {
    const { pieces, step, column } = this.#form;
    for (let piece = 0; piece < pieces; piece += 1) {
      this.#emitter.nest.range(column, { start: piece * step, trip: 1 }, () => {
        for (const [id, locals] of this.#wide) this.#emitter.hold(id, locals[piece] as Local);
        body(piece);
      });
    }
  }

  #kept(expression: Expression): Local {
    const { code } = this.#context;
    const local = code.local('v128');
    this.#emitter.emit(expression);
    code.set(local);
    return local;
  }

  #pieces(expression: Expression): readonly Local[] {
    const locals: Local[] = [];
    this.#eachPiece(() => locals.push(this.#kept(expression)));
    return locals;
  }

  /** Folds by halves, which waits least; along the lanes last, where a row fills them. */
  #folded(expression: Expression, fold: 'sum' | 'max'): Local {
    const { code } = this.#context;
    const { column, lane, sizes } = this.#form;
    const join: InstructionName = fold === 'sum' ? 'f32x4.add' : 'f32x4.max';
    let vectors = this.#pieces(expression);
    const rest = (sizes[column] as number) % vectorLanes;
    const last = vectors.at(-1);
    if (lane === column && rest > 0 && last !== undefined) {
      const outside = fold === 'sum' ? 0 : 0xff800000;
      const lanes = [0, 1, 2, 3] as const;
      const mask = lanes.map((at) => (at < rest ? -1 : 0)) as [number, number, number, number];
      code.get(last).i32x4(mask).op('v128.and');
      if (outside !== 0) {
        const filling = lanes.map((at) => (at < rest ? 0 : outside)) as [number, number, number, number];
        code.i32x4(filling).op('v128.or');
      }
      const masked = code.local('v128');
      code.set(masked);
      vectors = [...vectors.slice(0, -1), masked];
    }
    while (vectors.length > 1) {
      vectors = Array.from({ length: Math.ceil(vectors.length / 2) }, (_, at) => {
        const [left, right] = [vectors[2 * at] as Local, vectors[2 * at + 1]];
        if (right === undefined) return left;
        const joined = code.local('v128');
        code.get(left).get(right).op(join).set(joined);
        return joined;
      });
    }
    const [folded] = vectors as readonly [Local];
    if (lane !== column) return folded;
    const across = code.local('v128');
    code.get(folded).get(folded).get(folded).shuffle([2, 3, 0, 1]).op(join).set(across);
    code.get(across).get(across).get(across).shuffle([1, 0, 3, 2]).op(join).set(across);
    return across;
  }

  /** Stores the first lanes: at once where they lie side by side, since what fills up a row may hold anything. */
  #storeLanes({ expression, base, factors }: Target, lanes: number): void {
    const { code } = this.#context;
    const { nest } = this.#emitter;
    const step = factors[this.#form.lane] ?? 0;
    if (step === 4) {
      const offset = nest.address(base, factors);
      this.#emitter.emit(expression);
      code.store('v128.store', offset);
      return;
    }
    for (let at = 0; at < lanes; at += 1) {
      const offset = nest.address(base + at * step, factors);
      this.#emitter.emit(expression);
      code.lane('v128.store32_lane', at, offset);
    }
  }
}

/**
 * Everything that is computed from rows that fit into registers, one row after the other or four side by side: sums and maxima
 * along them, and what is made of these and the rows' numbers. Softmax, its loss and its gradient are one such kernel.
 */
export function emitRows(context: KernelContext): void {
  const { schedule, kernel, addresses, code, library } = context;
  const { program } = schedule;
  const [of] = boundAt(program, kernel.root).inputs as readonly [ValueId];
  const form = formOf(coreShape(boundAt(program, of).shape));
  const { loops, sizes, column, lane, pieces } = form;
  const expressions = new Expressions(schedule, addresses, loops);
  const members = neededFor(
    kernel.stores.map(({ value }) => value),
    membersOf(context, form, expressions),
  );
  const inOrder = sizes.map((_, loop) => loop);
  const targets = kernel.stores.map(({ value, place }): Target => {
    const access = accessInLoops(boundAt(program, place).shape, inOrder, loops);
    return { expression: expressions.held(value), ...expressions.place(place, place, access) };
  });
  const isWrittenOut = pieces <= piecesWrittenOut;
  const emitter = new ExpressionEmitter(code, library, { loops, order: inOrder, lane, isWrittenOut });
  const roots = members.map((member) => member.of);
  emitter.prepare([...roots, ...targets.map(({ expression }) => expression)]);
  for (const { factors } of targets) emitter.nest.use(factors);
  const turn = (rows: number): void => {
    const written = new Turn(context, form, emitter);
    written.compute(members);
    written.store(targets, rows);
  };
  const nested = (loop: number): void => {
    emitter.hoist(roots, loop);
    if (loop === column) {
      turn(1);
      return;
    }
    const size = sizes[loop] as number;
    if (loop !== lane) {
      emitter.nest.range(loop, { trip: size }, () => nested(loop + 1));
      return;
    }
    const [whole, rest] = [Math.floor(size / vectorLanes), size % vectorLanes];
    const inside = (rows: number): void => {
      emitter.hoist(roots, column);
      turn(rows);
    };
    emitter.nest.range(loop, { trip: whole, step: vectorLanes }, () => inside(vectorLanes));
    if (rest > 0) emitter.nest.range(loop, { start: whole * vectorLanes, trip: 1 }, () => inside(rest));
  };
  nested(0);
}
