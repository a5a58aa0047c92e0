import { vectorLanes } from '../../passes/schedule/layout.ts';
import type { Local } from '../assembler/function-writer.ts';
import { ExpressionEmitter } from '../emit-expression.ts';
import { Expressions } from '../expression.ts';
import { type KernelContext, storeVectors, type Target, targetsOf } from './kernel-context.ts';
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
    if (isOneRow(product)) emitOneRow(context, emitter, product, targets);
    else emitTiles(context, emitter, product, targets);
  };
  nested(lead);
}
