import { vectorLanes } from '../../passes/schedule/layout.ts';
import type { Local } from '../assembler/function-writer.ts';
import { ExpressionEmitter } from '../emit-expression.ts';
import { Expressions } from '../expression.ts';
import { addProduct, type KernelContext, storeVectors, type Target, targetsOf } from './kernel-context.ts';
import { emitOneRow } from './one-row.ts';
import { packRight, type ReadRight } from './pack-right.ts';
import {
  hasTurns,
  isOneRow,
  type Product,
  panelPitch,
  planOf,
  productOf,
  type Tile,
  termsWithoutLoop,
} from './product.ts';
import { emitReduction } from './reduce.ts';
import { type Cut, cutOf, rangeOf, type Share, turnsOf, whole } from './share.ts';

/** So many additions do not wait for one another's results. */
const sumsAtOnce = 4;

/** The parts, by number, in which a small tile is summed, every other term in another. */
function partsOf({ rows, vectors }: Tile, terms: number): readonly number[] {
  const most = Math.min(sumsAtOnce / (rows * vectors), terms / 4);
  return Array.from({ length: Math.max(1, Math.floor(most)) }, (_, part) => part);
}

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
  const isUnrolled = terms <= termsWithoutLoop;
  const parts = partsOf(tile, terms);
  const sums = parts.map(() =>
    Array.from({ length: tile.rows }, () => Array.from({ length: tile.vectors }, () => code.local('v128'))),
  );
  const locals = sums.flat(2);
  if (!isUnrolled) for (const local of locals) code.f32x4(0).set(local);
  /** Sums that are nothing yet. */
  const empty = new Set(isUnrolled ? locals : []);
  const columns = Array.from({ length: tile.vectors }, () => code.local('v128'));
  const factor = code.local('v128');
  const addTerm = (part: number): void => {
    columns.forEach((local, vector) => {
      readRight(first + vector);
      code.set(local);
    });
    sums[part]?.forEach((vectors, at) => {
      hasTurns(nest, row, at, () => {
        code.load('v128.load32_splat', nest.address(left.base, left.factors)).set(factor);
      });
      vectors.forEach((local, vector) => {
        const isFirst = empty.delete(local);
        addProduct(
          context,
          isFirst ? undefined : () => code.get(local),
          () => code.get(factor),
          () => code.get(columns[vector] as Local),
        );
        code.set(local);
      });
    });
  };
  const addTerms = (count: number): void => {
    for (const part of parts.slice(0, count)) nest.range(sum, { start: part, trip: 1 }, () => addTerm(part));
  };
  const [whole, rest] = [Math.floor(terms / parts.length), terms % parts.length];
  nest.range(sum, { trip: whole, step: parts.length, unroll: isUnrolled }, () => addTerms(parts.length));
  if (rest > 0) nest.range(sum, { start: whole * parts.length, trip: 1 }, () => addTerms(rest));
  const [total, ...others] = sums as [Local[][], ...Local[][][]];
  total.forEach((vectors, at) => {
    vectors.forEach((local, vector) => {
      for (const other of others)
        code
          .get(local)
          .get(other[at]?.[vector] as Local)
          .op('f32x4.add')
          .set(local);
    });
  });
  columns.forEach((_, vector) => {
    hasTurns(nest, column, (first + vector) * vectorLanes, () => {
      total.forEach((vectors, at) => {
        hasTurns(nest, row, at, () => {
          emitter.hold(kernel.root, vectors[vector] as Local);
          storeVectors(context, emitter, targets);
        });
      });
    });
  });
}

/** Block by block of columns, in each tile by tile of rows; of these or of those the share that is asked for. */
function emitTiles(
  context: KernelContext,
  emitter: ExpressionEmitter,
  product: Product,
  targets: readonly Target[],
  share: Share,
): void {
  const { code } = context;
  const { row, column, sizes, right } = product;
  const rows = row === undefined ? 1 : (sizes[row] as number);
  const vectors = column === undefined ? 1 : Math.ceil((sizes[column] as number) / vectorLanes);
  const { tile, block, isPacked } = planOf(product);
  const { nest } = emitter;
  const [tiles, tilesRest] = [Math.floor(rows / tile.rows), rows % tile.rows];
  const [blocks, blocksRest] = [Math.floor(vectors / block), vectors % block];
  const cut = cutOf(Math.ceil(vectors / block), Math.ceil(rows / tile.rows));
  const shareOf = (loop: Cut): Share => (cut === loop ? share : whole);
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
    if (row === undefined) {
      alongBlock(1);
      return;
    }
    const turns = { turns: tiles, step: tile.rows, rest: tilesRest };
    rangeOf(nest, row, shareOf('rows'), turns, (isRest) => alongBlock(isRest ? tilesRest : tile.rows));
  };
  if (column === undefined) {
    emitBlock(1);
    return;
  }
  const turns = { turns: blocks, step: block * vectorLanes, rest: blocksRest };
  rangeOf(nest, column, shareOf('columns'), turns, (isRest) => emitBlock(isRest ? blocksRest : block));
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
  for (const { base, factors } of targets) emitter.nest.use(factors, base.from);
  const nested = ([loop, ...inner]: readonly number[], share: Share): void => {
    if (loop !== undefined) {
      // The outermost loop is the one that is cut.
      emitter.nest.range(loop, turnsOf(sizes[loop] as number, share), () => nested(inner, whole));
      return;
    }
    if (!isOneRow(product)) emitTiles(context, emitter, product, targets, share);
    else if (share.part === 0) emitOneRow(context, emitter, product, targets);
  };
  nested(lead, context.share);
}
