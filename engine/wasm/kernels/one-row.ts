import { vectorLanes } from '../../passes/schedule/layout.ts';
import type { ExpressionEmitter } from '../emit-expression.ts';
import { addProduct, type KernelContext, storeVectors, type Target } from './kernel-context.ts';
import type { Product } from './product.ts';

/** Terms that are added to all columns before the next come. */
const termsAtOnce = 8;

/**
 * One row times a matrix, in the order in which the matrix lies in memory: a few terms at a time are added to the sums of all
 * columns, which wait in scratch.
 */
export function emitOneRow(
  context: KernelContext,
  emitter: ExpressionEmitter,
  { column, sum, sizes, left, right }: Product,
  targets: readonly Target[],
): void {
  const { code, kernel, scratch } = context;
  const { nest } = emitter;
  if (column === undefined) throw new Error('a product of one row has columns');
  const [terms, vectors] = [sizes[sum] as number, Math.ceil((sizes[column] as number) / vectorLanes)];
  const waiting = sizes.map((_, loop) => (loop === column ? 4 : 0));
  nest.use(waiting, scratch.from);
  const pass = (count: number, isFirst: boolean, isLast: boolean): void => {
    const factors = Array.from({ length: count }, (_, term) => {
      const local = code.local('v128');
      nest.range(sum, { start: term, trip: 1 }, () => {
        code.load('v128.load32_splat', nest.address(left.base, left.factors)).set(local);
      });
      return local;
    });
    const total = code.local('v128');
    nest.range(column, { trip: vectors, step: vectorLanes }, () => {
      factors.forEach((factor, term) => {
        const soFar = (): void => {
          if (term === 0) code.load('v128.load', nest.address(scratch, waiting));
          else code.get(total);
        };
        addProduct(
          context,
          term === 0 && isFirst ? undefined : soFar,
          () =>
            nest.range(sum, { start: term, trip: 1 }, () => {
              code.load('v128.load', nest.address(right.base, right.factors));
            }),
          () => code.get(factor),
        );
        code.set(total);
      });
      if (isLast) {
        emitter.hold(kernel.root, total);
        storeVectors(context, emitter, targets);
      } else {
        const to = nest.address(scratch, waiting);
        code.get(total).store('v128.store', to);
      }
    });
  };
  const passes = Math.ceil(terms / termsAtOnce);
  const last = (passes - 1) * termsAtOnce;
  if (passes > 1) nest.range(sum, { trip: 1 }, () => pass(termsAtOnce, true, false));
  nest.range(sum, { start: termsAtOnce, trip: passes - 2, step: termsAtOnce }, () =>
    pass(termsAtOnce, false, false),
  );
  nest.range(sum, { start: last, trip: 1 }, () => pass(terms - last, passes === 1, true));
}
