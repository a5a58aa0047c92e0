import type { Builder } from '../../program/builder.ts';
import type { ValueId } from '../../program/program.ts';
import { operandsOf } from './rule.ts';

/** The factors of a product of products, at most this many: longer ones are not what a person reads. */
const mostFactors = 8;

/** a, b, c for (a b) c; the value itself where it is no product. */
export function factorsOf(builder: Builder, id: ValueId): readonly ValueId[] {
  const factors: ValueId[] = [];
  const open = [id];
  while (open.length > 0 && factors.length + open.length <= mostFactors) {
    const next = open.pop() as ValueId;
    const operands = operandsOf(builder, next, 'multiply');
    if (operands === undefined) factors.push(next);
    else open.push(operands[1], operands[0]);
  }
  return open.length === 0 ? factors : [id];
}

export const productOf = (builder: Builder, factors: readonly ValueId[]): ValueId | undefined => {
  const [first, ...others] = factors;
  return first === undefined
    ? undefined
    : others.reduce((total, factor) => builder.multiply(total, factor), first);
};
