import { totalWeightAttribute } from '../operators/declare/loss.ts';
import type { CheckedGraph, CheckedNode } from './check/checked-graph.ts';

/** A loss's share in the total that training lowers; undefined for a node that is none. */
export function lossWeightOf({ operator, attributes }: CheckedNode): number | undefined {
  if (operator.category !== 'loss') return undefined;
  const weight = attributes[totalWeightAttribute.name];
  return typeof weight === 'number' ? weight : 1;
}

/** Whether the loss of a node is as it is what training lowers: the only one, with its whole weight. */
export const isWholeLoss = ({ nodes }: CheckedGraph, { node }: CheckedNode): boolean =>
  [...nodes.values()].every((each) => lossWeightOf(each) === (each.node.id === node.id ? 1 : undefined));
