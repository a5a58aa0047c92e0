import { type Access, along, coreShape, nowhere } from '../../passes/schedule/access.ts';
import { boundAt } from '../../passes/schedule/bound-program.ts';
import { vectorLanes, wholeVectors } from '../../passes/schedule/layout.ts';
import type { Kernel, Schedule } from '../../passes/schedule.ts';
import type { ValueId } from '../../program/program.ts';
import type { Base } from '../assembler/function-writer.ts';
import { type Addresses, type Expression, Expressions } from '../expression.ts';
import type { Nest } from '../nest.ts';

const bytesPerNumber = 4;
/** Shorter sums are written out. */
export const termsWithoutLoop = 8;

type Load = Extract<Expression, { kind: 'load' }>;

/**
 * A product as loops: the result's rows and columns as they lie in memory, and the sum. The columns' loop is that of the
 * lanes; one that is missing has a single turn.
 */
export interface Product {
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
export function productOf(
  schedule: Schedule,
  kernel: Kernel,
  expressions: (loops: number) => Expressions,
): Product {
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

export const isContiguous = ({ right, column }: Product): boolean =>
  column !== undefined && right.factors[column] === bytesPerNumber;

/** More columns than this are not summed in registers all at once. */
const vectorsAtOnce = 8;

/** Whether a product is one row times a matrix that is worth reading in the order in which it lies. */
export const isOneRow = (product: Product): boolean => {
  const { row, column, sizes, sum } = product;
  const vectors = column === undefined ? 0 : (sizes[column] as number) / vectorLanes;
  return row === undefined && isContiguous(product) && vectors > vectorsAtOnce && (sizes[sum] as number) > 1;
};

/** Rows and vectors of columns. */
export interface Tile {
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

export function planOf(product: Product): Plan {
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

export const panelPitch = (block: number): number => bytesPerNumber * vectorLanes * block;

/** Memory that a product needs while it runs: for the copy of a block of its right side. */
export function matmulScratch(schedule: Schedule, kernel: Kernel): number {
  const start: Base = { from: undefined, bytes: 0 };
  const nowhereYet: Addresses = { ofPlace: () => start, ofKnown: () => start };
  const product = productOf(schedule, kernel, (loops) => new Expressions(schedule, nowhereYet, loops));
  if (product.column === undefined) return 0;
  if (isOneRow(product)) return bytesPerNumber * wholeVectors(product.sizes[product.column] as number);
  const { block, isPacked } = planOf(product);
  return isPacked ? panelPitch(block) * (product.sizes[product.sum] as number) : 0;
}

/** Runs `body` with the counter of a loop further on, where there is such a loop. */
export const hasTurns = (nest: Nest, loop: number | undefined, start: number, body: () => void): void => {
  if (loop === undefined) body();
  else nest.range(loop, { start, trip: 1 }, body);
};
