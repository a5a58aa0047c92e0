import { type Access, along, coreShape, nowhere } from '../../passes/schedule/access.ts';
import { boundAt } from '../../passes/schedule/bound-program.ts';
import { vectorLanes, wholeVectors } from '../../passes/schedule/layout.ts';
import type { Kernel, Schedule } from '../../passes/schedule.ts';
import type { ValueId } from '../../program/program.ts';
import type { Local } from '../assembler/function-writer.ts';
import { ExpressionEmitter } from '../emit-expression.ts';
import { type Addresses, type Expression, Expressions } from '../expression.ts';
import type { Nest } from '../nest.ts';
import { type KernelContext, storeVectors, type Target, targetsOf } from './kernel-context.ts';
import { emitReduction } from './reduce.ts';

const bytesPerNumber = 4;
/** Shorter sums are written out. */
const termsWithoutLoop = 8;

type Load = Extract<Expression, { kind: 'load' }>;

/**
 * A product as loops: the result's rows and columns as they lie in memory, and the sum. The columns' loop is that of the
 * lanes; one that is missing has a single turn.
 */
interface Product {
  readonly sizes: readonly number[];
  /** Loops of the result, in the order of its axes. */
  readonly kept: readonly number[];
  readonly lead: readonly number[];
  readonly row: number | undefined;
  readonly column: number | undefined;
  readonly sum: number;
  /** Gives one number per row and term, and one vector of columns per term. */
  readonly left: Load;
  readonly right: Load;
}

function asLoad(expression: Expression): Load {
  if (expression.kind !== 'load') throw new Error('a product reads its operands from memory');
  return expression;
}

/** The loops of a kernel's product and where its operands lie. */
function productOf(schedule: Schedule, kernel: Kernel, expressions: (loops: number) => Expressions): Product {
  const { shape, inputs } = boundAt(schedule.program, kernel.root);
  const core = coreShape(shape);
  const kept = core.map((_, loop) => loop);
  const sum = core.length;
  const loops = sum + 1;
  let next = 0;
  const loopOfAxis = shape.map((size) => (size === 1 ? undefined : next++));
  const rank = shape.length;
  const [inLeft, inRight] = inputs as readonly [ValueId, ValueId];
  const terms = boundAt(schedule.program, inLeft).shape[rank - 1] as number;
  const at = (loop: number | undefined): Access[number] =>
    loop === undefined ? nowhere(loops) : along(loop, loops);
  const lead = loopOfAxis.slice(0, -2);
  const [m, n] = loopOfAxis.slice(-2);
  const read = expressions(loops);
  const left = asLoad(read.read(inLeft, [...lead.map(at), at(m), at(sum)]));
  const right = asLoad(read.read(inRight, [...lead.map(at), at(sum), at(n)]));
  const swapped = schedule.layouts.get(kernel.root)?.swapped === true;
  return {
    sizes: [...core, terms],
    kept,
    lead: lead.filter((loop) => loop !== undefined),
    ...(swapped ? { row: n, column: m, left: right, right: left } : { row: m, column: n, left, right }),
    sum,
  };
}

const isContiguous = ({ right, column }: Product): boolean =>
  column !== undefined && right.factors[column] === bytesPerNumber;

/**
 * Memory that a product needs while it runs: a copy of its right side with columns side by side, where they do not lie so.
 */
export function matmulScratch(schedule: Schedule, kernel: Kernel): number {
  const nowhereYet: Addresses = { ofPlace: () => 0, ofKnown: () => 0 };
  const product = productOf(schedule, kernel, (loops) => new Expressions(schedule, nowhereYet, loops));
  if (product.column === undefined || isContiguous(product)) return 0;
  const width = product.sizes[product.column] as number;
  return bytesPerNumber * wholeVectors(width) * (product.sizes[product.sum] as number);
}

/** Rows and vectors of columns that are summed at once: as many sums as fit into 16 registers beside their operands. */
function tileOf(rows: number, vectors: number): { readonly rows: number; readonly vectors: number } {
  if (rows === 1) return { rows: 1, vectors: Math.min(vectors, 8) };
  if (rows === 2) return { rows: 2, vectors: Math.min(vectors, 4) };
  if (vectors === 1) return { rows: Math.min(rows, 8), vectors: 1 };
  if (vectors === 3) return { rows: Math.min(rows, 4), vectors: 3 };
  return { rows: Math.min(rows, 4), vectors: 2 };
}

/** Transposes 4 × 4 numbers. */
function transposeFour(context: KernelContext, rows: readonly [Local, Local, Local, Local]): void {
  const { code } = context;
  const [a, b, c, d] = rows;
  const halves = [0, 1, 2, 3].map(() => code.local('v128')) as [Local, Local, Local, Local];
  code.get(a).get(b).shuffle([0, 4, 1, 5]).set(halves[0]);
  code.get(a).get(b).shuffle([2, 6, 3, 7]).set(halves[1]);
  code.get(c).get(d).shuffle([0, 4, 1, 5]).set(halves[2]);
  code.get(c).get(d).shuffle([2, 6, 3, 7]).set(halves[3]);
  code.get(halves[0]).get(halves[2]).shuffle([0, 1, 4, 5]).set(a);
  code.get(halves[0]).get(halves[2]).shuffle([2, 3, 6, 7]).set(b);
  code.get(halves[1]).get(halves[3]).shuffle([0, 1, 4, 5]).set(c);
  code.get(halves[1]).get(halves[3]).shuffle([2, 3, 6, 7]).set(d);
}

/**
 * Copies the right side into scratch, term by term, columns side by side: by blocks of 4 × 4 where its terms lie side by
 * side, element by element otherwise. Gives it as it is read from there.
 */
function packRight(context: KernelContext, emitter: ExpressionEmitter, product: Product): Load {
  const { code, scratch } = context;
  const { right, column, sum, sizes } = product;
  if (column === undefined) throw new Error('a product without columns is not packed');
  const [terms, columns] = [sizes[sum] as number, sizes[column] as number];
  const pitch = bytesPerNumber * wholeVectors(columns);
  const factors = sizes.map((_, loop) => (loop === sum ? pitch : loop === column ? bytesPerNumber : 0));
  const packed: Load = { ...right, base: scratch, factors };
  const { nest } = emitter;
  nest.use(factors);
  if (right.factors[sum] !== bytesPerNumber) {
    nest.range(sum, { trip: terms }, () => {
      nest.range(column, { trip: pitch / 16, step: vectorLanes }, () => {
        const to = nest.address(scratch, factors);
        emitter.emit(right);
        code.store('v128.store', to);
      });
    });
    return packed;
  }
  const block = [0, 1, 2, 3].map(() => code.local('v128')) as [Local, Local, Local, Local];
  const across = right.factors[column] as number;
  /** The block's rows are columns of the product; those that are not there repeat the last. */
  const copyBlock = (heights: number, depths: number): void => {
    block.forEach((local, at) => {
      const base = right.base + Math.min(at, heights - 1) * across;
      code.load('v128.load', nest.address(base, right.factors)).set(local);
    });
    transposeFour(context, block);
    block.slice(0, depths).forEach((local, at) => {
      const to = nest.address(scratch + at * pitch, factors);
      code.get(local).store('v128.store', to);
    });
  };
  const alongTerms = (heights: number): void => {
    const [whole, rest] = [Math.floor(terms / 4), terms % 4];
    nest.range(sum, { trip: whole, step: 4 }, () => copyBlock(heights, 4));
    if (rest > 0) nest.range(sum, { start: 4 * whole, trip: 1 }, () => copyBlock(heights, rest));
  };
  const [whole, rest] = [Math.floor(columns / 4), columns % 4];
  nest.range(column, { trip: whole, step: 4 }, () => alongTerms(4));
  if (rest > 0) nest.range(column, { start: 4 * whole, trip: 1 }, () => alongTerms(rest));
  return packed;
}

const hasTurns = (nest: Nest, loop: number | undefined, start: number, body: () => void): void => {
  if (loop === undefined) body();
  else nest.range(loop, { start, trip: 1 }, body);
};

/** Sums a tile of rows × vectors over all terms, then computes and stores what the kernel makes of it. */
function emitTile(
  context: KernelContext,
  emitter: ExpressionEmitter,
  product: Product,
  targets: readonly Target[],
  tile: { readonly rows: number; readonly vectors: number },
): void {
  const { code, kernel } = context;
  const { nest } = emitter;
  const { row, column, sum, sizes, left, right } = product;
  const terms = sizes[sum] as number;
  const sums = Array.from({ length: tile.rows }, () =>
    Array.from({ length: tile.vectors }, () => {
      const local = code.local('v128');
      code.f32x4(0).set(local);
      return local;
    }),
  );
  const columns = Array.from({ length: tile.vectors }, () => code.local('v128'));
  const factor = code.local('v128');
  nest.range(sum, { trip: terms, unroll: terms <= termsWithoutLoop }, () => {
    columns.forEach((local, vector) => {
      hasTurns(nest, column, vector * vectorLanes, () => {
        code.load('v128.load', nest.address(right.base, right.factors)).set(local);
      });
    });
    sums.forEach((vectors, at) => {
      hasTurns(nest, row, at, () => {
        code.load('v128.load32_splat', nest.address(left.base, left.factors)).set(factor);
      });
      vectors.forEach((local, vector) => {
        code
          .get(local)
          .get(factor)
          .get(columns[vector] as Local)
          .op('f32x4.mul')
          .op('f32x4.add')
          .set(local);
      });
    });
  });
  columns.forEach((_, vector) => {
    hasTurns(nest, column, vector * vectorLanes, () => {
      sums.forEach((vectors, at) => {
        hasTurns(nest, row, at, () => {
          emitter.hold(kernel.root, vectors[vector] as Local);
          storeVectors(context, emitter, targets);
        });
      });
    });
  });
}

function emitTiles(
  context: KernelContext,
  emitter: ExpressionEmitter,
  product: Product,
  targets: readonly Target[],
): void {
  const { row, column, sizes } = product;
  const rows = row === undefined ? 1 : (sizes[row] as number);
  const vectors = column === undefined ? 1 : Math.ceil((sizes[column] as number) / vectorLanes);
  const tile = tileOf(rows, vectors);
  const { nest } = emitter;
  const alongRows = (wide: number): void => {
    const [whole, rest] = [Math.floor(rows / tile.rows), rows % tile.rows];
    const emit = (high: number): void =>
      emitTile(context, emitter, product, targets, { rows: high, vectors: wide });
    if (row === undefined) {
      emit(1);
      return;
    }
    nest.range(row, { trip: whole, step: tile.rows }, () => emit(tile.rows));
    if (rest > 0) nest.range(row, { start: whole * tile.rows, trip: 1 }, () => emit(rest));
  };
  if (column === undefined) {
    alongRows(1);
    return;
  }
  const [whole, rest] = [Math.floor(vectors / tile.vectors), vectors % tile.vectors];
  const step = tile.vectors * vectorLanes;
  nest.range(column, { trip: whole, step }, () => alongRows(tile.vectors));
  if (rest > 0) nest.range(column, { start: whole * step, trip: 1 }, () => alongRows(rest));
}

/**
 * A product, by tiles of rows and vectors of columns whose sums stay in registers until the kernel's other members are computed
 * from them. A result with one column is a reduction.
 */
export function emitMatmul(context: KernelContext): void {
  const { schedule, kernel, addresses, code, library } = context;
  const made: Expressions[] = [];
  const product = productOf(schedule, kernel, (loops) => {
    const expressions = new Expressions(schedule, addresses, loops);
    made.push(expressions);
    return expressions;
  });
  const [expressions] = made as [Expressions];
  const loops = product.sizes.length;
  expressions.define(kernel.root, expressions.held(kernel.root));
  const { lead, row, column, sum, sizes, kept } = product;
  if (column === undefined) {
    const operand = expressions.multiply(product.left, product.right);
    const targets = targetsOf(context, expressions, kept, loops);
    emitReduction(context, expressions, { primitive: 'sum', sizes, kept, operand }, targets);
    return;
  }
  const targets = targetsOf(context, expressions, kept, loops);
  const order = [...lead, column, ...(row === undefined ? [] : [row]), sum];
  const emitter = new ExpressionEmitter(code, library, { loops, order, lane: column });
  emitter.prepare([product.left, product.right, ...targets.map(({ expression }) => expression)]);
  for (const { factors } of targets) emitter.nest.use(factors);
  const nested = ([loop, ...inner]: readonly number[]): void => {
    if (loop !== undefined) {
      emitter.nest.range(loop, { trip: sizes[loop] as number }, () => nested(inner));
      return;
    }
    const right = isContiguous(product) ? product.right : packRight(context, emitter, product);
    emitTiles(context, emitter, { ...product, right }, targets);
  };
  nested(lead);
}
