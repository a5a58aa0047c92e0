import { vectorLanes } from '../../passes/schedule/layout.ts';
import { behind, type Local } from '../assembler/function-writer.ts';
import type { ExpressionEmitter } from '../emit-expression.ts';
import type { KernelContext } from './kernel-context.ts';
import { type Product, termsWithoutLoop } from './product.ts';

const bytesPerNumber = 4;

/** Loads the vector of columns of that number within the block, at the term at hand. */
export type ReadRight = (vector: number) => void;

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
export function packRight(
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
  nest.use(factors, scratch.from);
  if (right.factors[sum] === bytesPerNumber && right.factors[column] !== bytesPerNumber) {
    const across = right.factors[column] as number;
    const block = [0, 1, 2, 3].map(() => code.local('v128')) as [Local, Local, Local, Local];
    /** The block's rows are columns of the product; behind the last of them lies nothing that counts. */
    const copyBlock = (vector: number, depths: number): void => {
      block.forEach((local, at) => {
        const base = behind(right.base, (vector * vectorLanes + at) * across);
        code.load('v128.load', nest.address(base, right.factors)).set(local);
      });
      transposeFour(context, block);
      block.slice(0, depths).forEach((local, at) => {
        const to = nest.address(behind(scratch, vector * 16 + at * pitch), factors);
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
          const to = nest.address(behind(scratch, vector * 16), factors);
          emitter.emit(right);
          code.store('v128.store', to);
        });
      }
    });
  }
  return (vector) => code.load('v128.load', nest.address(behind(scratch, vector * 16), factors));
}
