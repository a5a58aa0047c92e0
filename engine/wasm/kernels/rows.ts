import { accessInLoops, coreShape } from '../../passes/schedule/access.ts';
import { boundAt } from '../../passes/schedule/bound-program.ts';
import { vectorLanes } from '../../passes/schedule/layout.ts';
import type { ValueId } from '../../program/program.ts';
import type { Local } from '../assembler/function-writer.ts';
import type { InstructionName } from '../assembler/instructions.ts';
import { ExpressionEmitter } from '../emit-expression.ts';
import { type Expression, Expressions, partsOf } from '../expression.ts';
import { type KernelContext, storeLanes, type Target } from './kernel-context.ts';
import { rangeOf, turnsOf, whole } from './share.ts';

/** Shorter rows are taken four at a time, one in each lane. */
const widestSideBySide = 12;
/** Functions of so many pieces of a row are written out. */
const piecesWrittenOut = 16;

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

  /**
   * Folds by halves, which waits least; along the lanes last, where a row fills them. A maximum is NaN where a number is, which
   * is found apart: the instruction that passes NaN on takes engines three times as long as the one that does not.
   */
  #folded(expression: Expression, fold: 'sum' | 'max'): Local {
    const vectors = this.#filled(this.#pieces(expression), fold === 'sum' ? 0 : 0xff800000);
    if (fold === 'sum') return this.#joined(vectors, 'f32x4.add');
    const { code } = this.#context;
    const notNumbers = vectors.map((vector) => {
      const local = code.local('v128');
      code.get(vector).get(vector).op('f32x4.ne').set(local);
      return local;
    });
    const [largest, anyNaN] = [this.#joined(vectors, 'f32x4.pmax'), this.#joined(notNumbers, 'v128.or')];
    const local = code.local('v128');
    code.get(largest).get(anyNaN).op('v128.or').set(local);
    return local;
  }

  /** Puts what a fold passes over into the lanes of the last vector that are behind the end of a row. */
  #filled(vectors: readonly Local[], nothing: number): readonly Local[] {
    const { code } = this.#context;
    const { column, lane, sizes } = this.#form;
    const rest = (sizes[column] as number) % vectorLanes;
    const last = vectors.at(-1);
    if (lane !== column || rest === 0 || last === undefined) return vectors;
    const lanes = (inside: number, outside: number): [number, number, number, number] =>
      [0, 1, 2, 3].map((at) => (at < rest ? inside : outside)) as [number, number, number, number];
    const filled = code.local('v128');
    code.get(last).i32x4(lanes(-1, 0)).op('v128.and');
    if (nothing !== 0) code.i32x4(lanes(0, nothing)).op('v128.or');
    code.set(filled);
    return [...vectors.slice(0, -1), filled];
  }

  #joined(vectors: readonly Local[], join: InstructionName): Local {
    const { code } = this.#context;
    let left = vectors;
    while (left.length > 1) {
      left = Array.from({ length: Math.ceil(left.length / 2) }, (_, at) => {
        const [one, other] = [left[2 * at] as Local, left[2 * at + 1]];
        if (other === undefined) return one;
        const joined = code.local('v128');
        code.get(one).get(other).op(join).set(joined);
        return joined;
      });
    }
    const [folded] = left as readonly [Local];
    if (this.#form.lane !== this.#form.column) return folded;
    const across = code.local('v128');
    code.get(folded).get(folded).get(folded).shuffle([2, 3, 0, 1]).op(join).set(across);
    code.get(across).get(across).get(across).shuffle([1, 0, 3, 2]).op(join).set(across);
    return across;
  }

  #storeLanes(target: Target, lanes: number): void {
    const value = (): void => this.#emitter.emit(target.expression);
    storeLanes(this.#context.code, this.#emitter.nest, target, this.#form.lane, lanes, value);
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
  for (const { base, factors } of targets) emitter.nest.use(factors, base.from);
  const turn = (rows: number): void => {
    const written = new Turn(context, form, emitter);
    written.compute(members);
    written.store(targets, rows);
  };
  const nested = (loop: number, share = whole): void => {
    emitter.hoist(roots, loop);
    if (loop === column) {
      turn(1);
      return;
    }
    const size = sizes[loop] as number;
    if (loop !== lane) {
      emitter.nest.range(loop, turnsOf(size, share), () => nested(loop + 1));
      return;
    }
    const [turns, rest] = [Math.floor(size / vectorLanes), size % vectorLanes];
    const inside = (rows: number): void => {
      emitter.hoist(roots, column);
      turn(rows);
    };
    rangeOf(emitter.nest, loop, share, { turns, step: vectorLanes, rest }, (isRest) =>
      inside(isRest ? rest : vectorLanes),
    );
  };
  nested(0, context.share);
}
