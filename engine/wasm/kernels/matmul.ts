import { type Access, along, coreShape, nowhere } from '../../passes/schedule/access.ts';
import { boundAt } from '../../passes/schedule/bound-program.ts';
import { vectorLanes } from '../../passes/schedule/layout.ts';
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

/** Rows and vectors of columns. */
interface Tile {
  readonly rows: number;
  readonly vectors: number;
}

/** How a product is cut into pieces. */
interface Plan {
  /** What is summed at once. */
  readonly tile: Tile;
  /** Vectors of columns that all rows go through before the next come: whole tiles. */
  readonly block: number;
  /** Whether a block of the right side is copied, term by term, to where its columns lie side by side without a gap. */
  readonly isPacked: boolean;
}

/** As many sums as fit into 16 registers beside their operands. */
function tileOf(rows: number, vectors: number): Tile {
  if (rows === 1) return { rows: 1, vectors: Math.min(vectors, 8) };
  if (rows === 2) return { rows: 2, vectors: Math.min(vectors, 4) };
  if (vectors === 1) return { rows: Math.min(rows, 8), vectors: 1 };
  if (vectors === 3) return { rows: Math.min(rows, 4), vectors: 3 };
  return { rows: Math.min(rows, 4), vectors: 2 };
}

/** Fewer rows do not pay for a copy of the right side. */
const rowsWorthPacking = 24;
/** A right side of more bytes does not stay in the first cache from one tile of rows to the next, and less so where its rows lie 2ⁿ apart. */
const cachedBytes = 16_384;
/** Vectors that fill a line of the cache. */
const lineVectors = 4;

function planOf(product: Product): Plan {
  const { row, column, sum, sizes, right } = product;
  const rows = row === undefined ? 1 : (sizes[row] as number);
  const vectors = column === undefined ? 1 : Math.ceil((sizes[column] as number) / vectorLanes);
  const terms = sizes[sum] as number;
  const tile = tileOf(rows, vectors);
  const isFar =
    rows >= rowsWorthPacking &&
    vectors > tile.vectors &&
    terms * (right.factors[sum] as number) > cachedBytes;
  const isPacked = !isContiguous(product) || isFar;
  const lineBytes = lineVectors * vectorLanes * bytesPerNumber;
  const fillsLines = isPacked && tile.vectors === lineVectors / 2 && terms * lineBytes <= cachedBytes;
  return { tile, block: fillsLines ? lineVectors : tile.vectors, isPacked };
}

const panelPitch = (block: number): number => bytesPerNumber * vectorLanes * block;

/** Memory that a product needs while it runs: for the copy of a block of its right side. */
export function matmulScratch(schedule: Schedule, kernel: Kernel): number {
  const nowhereYet: Addresses = { ofPlace: () => 0, ofKnown: () => 0 };
  const product = productOf(schedule, kernel, (loops) => new Expressions(schedule, nowhereYet, loops));
  if (product.column === undefined) return 0;
  const { block, isPacked } = planOf(product);
  return isPacked ? panelPitch(block) * (product.sizes[product.sum] as number) : 0;
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
 * Copies `vectors` of columns of the right side into scratch, term by term: by blocks of 4 × 4 where its terms lie side by side,
 * vector by vector otherwise. Gives how a vector is read from there.
 */
function packRight(
  context: KernelContext,
  emitter: ExpressionEmitter,
  product: Product,
  pitch: number,
  vectors: number,
): ReadRight {
  const { code, scratch } = context;
  const { right, column, sum, sizes } = product;
  if (column === undefined) throw new Error('a product without columns is not packed');
  const terms = sizes[sum] as number;
  const factors = sizes.map((_, loop) => (loop === sum ? pitch : 0));
  const { nest } = emitter;
  nest.use(factors);
  if (right.factors[sum] === bytesPerNumber && right.factors[column] !== bytesPerNumber) {
    const across = right.factors[column] as number;
    const block = [0, 1, 2, 3].map(() => code.local('v128')) as [Local, Local, Local, Local];
    /** The block's rows are columns of the product; behind the last of them lies nothing that counts. */
    const copyBlock = (vector: number, depths: number): void => {
      block.forEach((local, at) => {
        const base = right.base + (vector * vectorLanes + at) * across;
        code.load('v128.load', nest.address(base, right.factors)).set(local);
      });
      transposeFour(context, block);
      block.slice(0, depths).forEach((local, at) => {
        const to = nest.address(scratch + vector * 16 + at * pitch, factors);
        code.get(local).store('v128.store', to);
      });
    };
    const [whole, rest] = [Math.floor(terms / 4), terms % 4];
    const copy = (depths: number): void => {
      for (let vector = 0; vector < vectors; vector += 1) copyBlock(vector, depths);
    };
    const unroll = terms <= termsWithoutLoop;
    nest.range(sum, { trip: whole, step: 4, unroll }, () => copy(4));
    if (rest > 0) nest.range(sum, { start: 4 * whole, trip: 1 }, () => copy(rest));
  } else {
    nest.range(sum, { trip: terms, unroll: terms <= termsWithoutLoop }, () => {
      for (let vector = 0; vector < vectors; vector += 1) {
        nest.range(column, { start: vector * vectorLanes, trip: 1 }, () => {
          const to = nest.address(scratch + vector * 16, factors);
          emitter.emit(right);
          code.store('v128.store', to);
        });
      }
    });
  }
  return (vector) => code.load('v128.load', nest.address(scratch + vector * 16, factors));
}

/** Loads the vector of columns of that number within the block, at the term at hand. */
type ReadRight = (vector: number) => void;

const hasTurns = (nest: Nest, loop: number | undefined, start: number, body: () => void): void => {
  if (loop === undefined) body();
  else nest.range(loop, { start, trip: 1 }, body);
};

/** Sums a tile over all terms, then computes and stores what the kernel makes of it. `first` is its first vector in the block. */
function emitTile(
  context: KernelContext,
  emitter: ExpressionEmitter,
  product: Product,
  targets: readonly Target[],
  tile: Tile,
  first: number,
  readRight: ReadRight,
): void {
  const { code, kernel } = context;
  const { nest } = emitter;
  const { row, column, sum, sizes, left } = product;
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
      readRight(first + vector);
      code.set(local);
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
    hasTurns(nest, column, (first + vector) * vectorLanes, () => {
      sums.forEach((vectors, at) => {
        hasTurns(nest, row, at, () => {
          emitter.hold(kernel.root, vectors[vector] as Local);
          storeVectors(context, emitter, targets);
        });
      });
    });
  });
}

/** Block by block of columns, in each tile by tile of rows. */
function emitTiles(
  context: KernelContext,
  emitter: ExpressionEmitter,
  product: Product,
  targets: readonly Target[],
): void {
  const { code } = context;
  const { row, column, sizes, right } = product;
  const rows = row === undefined ? 1 : (sizes[row] as number);
  const vectors = column === undefined ? 1 : Math.ceil((sizes[column] as number) / vectorLanes);
  const { tile, block, isPacked } = planOf(product);
  const { nest } = emitter;
  const inPlace: ReadRight = (vector) => {
    hasTurns(nest, column, vector * vectorLanes, () => {
      code.load('v128.load', nest.address(right.base, right.factors));
    });
  };
  const emitBlock = (wide: number): void => {
    const readRight = isPacked ? packRight(context, emitter, product, panelPitch(block), wide) : inPlace;
    const alongBlock = (high: number): void => {
      for (let first = 0; first < wide; first += tile.vectors) {
        const size = { rows: high, vectors: Math.min(tile.vectors, wide - first) };
        emitTile(context, emitter, product, targets, size, first, readRight);
      }
    };
    const [whole, rest] = [Math.floor(rows / tile.rows), rows % tile.rows];
    if (row === undefined) {
      alongBlock(1);
      return;
    }
    nest.range(row, { trip: whole, step: tile.rows }, () => alongBlock(tile.rows));
    if (rest > 0) nest.range(row, { start: whole * tile.rows, trip: 1 }, () => alongBlock(rest));
  };
  const [whole, rest] = [Math.floor(vectors / block), vectors % block];
  const step = block * vectorLanes;
  if (column === undefined) {
    emitBlock(1);
    return;
  }
  nest.range(column, { trip: whole, step }, () => emitBlock(block));
  if (rest > 0) nest.range(column, { start: whole * step, trip: 1 }, () => emitBlock(rest));
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
    emitTiles(context, emitter, product, targets);
  };
  nested(lead);
}
