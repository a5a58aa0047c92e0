import { findOperator } from '../operators/catalogue.ts';
import { adapted, type Operator } from '../operators/operator.ts';
import { resolveAttributes } from './attributes.ts';
import type { GraphNode } from './document.ts';

export type FindOperator = (name: string) => Operator | undefined;

/** What `operatorOf` has made of a node, so that an unchanged node keeps one and the same operator. */
const fitted = new WeakMap<GraphNode, { readonly declared: Operator; readonly operator: Operator }>();

/**
 * The operator of a node, with the ports that the node's attributes give it (Split, Formula); undefined where the
 * catalogue has none of that name. Attributes at fault count as their defaults.
 */
export function operatorOf(node: GraphNode, find: FindOperator = findOperator): Operator | undefined {
  const declared = find(node.operator);
  if (declared?.adapt === undefined) return declared;
  const known = fitted.get(node);
  if (known?.declared === declared) return known.operator;
  const operator = adapted(declared, resolveAttributes(declared, node).usable);
  fitted.set(node, { declared, operator });
  return operator;
}
