import type { CheckedNode } from '../checked-graph.ts';
import type { AdviceGraph } from './advice-graph.ts';

/** Losses that count in the total which training lowers: one number, and some weight. */
export const countedLosses = ({ nodes }: AdviceGraph): readonly CheckedNode[] =>
  [...nodes.values()].filter(
    ({ operator, outputs, attributes }) =>
      operator.category === 'loss' &&
      [...outputs.values()].every(({ shape }) => shape.length === 0) &&
      attributes['total_weight'] !== 0,
  );

/** Nodes from which a way leads to one of `ends`, those included; `passes` says whether it may go on through a node. */
export function reaching(
  { nodes }: AdviceGraph,
  ends: readonly CheckedNode[],
  passes: (node: CheckedNode) => boolean,
): ReadonlySet<string> {
  const found = new Set(ends.map(({ node }) => node.id));
  const open = [...ends];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!passes(next)) continue;
    for (const connections of next.inputs.values()) {
      for (const { from } of connections) {
        const before = nodes.get(from[0]);
        if (before === undefined || found.has(from[0])) continue;
        found.add(from[0]);
        open.push(before);
      }
    }
  }
  return found;
}
