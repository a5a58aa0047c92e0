import { keyParts } from '../../parameter-keys.ts';
import type { CheckedNode } from '../checked-graph.ts';
import { diagnostic } from '../diagnostic.ts';
import { type AdviceGraph, nameOf, readersOf } from './advice-graph.ts';
import { countedLosses, reaching } from './gradient-reach.ts';
import type { AdviceRule } from './rule.ts';

/** The nodes without a gradient of their own that a node's ways to the losses run into. */
function barriersAfter(graph: AdviceGraph, start: CheckedNode): readonly CheckedNode[] {
  const seen = new Set<string>();
  const barriers: CheckedNode[] = [];
  const open = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { target } of readersOf(graph, next)) {
      if (seen.has(target.node.id)) continue;
      seen.add(target.node.id);
      if (target.operator.stopsGradient === true) barriers.push(target);
      else open.push(target);
    }
  }
  return barriers;
}

/** A parameter whose every way to the loss lets no gradient back: training leaves it as it was drawn. */
export const cutOff: AdviceRule = {
  kind: 'cut-off',
  find: (graph) => {
    if ([...graph.nodes.values()].every(({ operator }) => operator.stopsGradient !== true)) return [];
    const losses = countedLosses(graph);
    const reached = reaching(graph, losses, () => true);
    const learning = reaching(graph, losses, ({ operator }) => operator.stopsGradient !== true);
    /** Nodes whose parameters learn from where another node uses them too. */
    const learningElsewhere = new Set(
      [...graph.nodes.values()].flatMap(({ node, shares }) =>
        learning.has(node.id) ? [...shares.values()].map((key) => keyParts(key).node) : [],
      ),
    );
    return [...graph.nodes.values()]
      .filter(
        ({ node, parameterCount }) =>
          parameterCount > 0n &&
          node.frozen !== true &&
          reached.has(node.id) &&
          !learning.has(node.id) &&
          !learningElsewhere.has(node.id),
      )
      .map((checked) => {
        const barriers = barriersAfter(graph, checked);
        const names = barriers.map(nameOf).join(', ');
        return diagnostic('cut-off', {
          node: checked.node.id,
          title: `No gradient comes back to ${nameOf(checked)}`,
          message: `Expected a way back from the loss to its parameters; ${names || 'something'} lets none through.`,
          fixes: [
            ...barriers.map((barrier) => ({
              kind: 'remove-and-heal' as const,
              node: barrier.node.id,
              label: `Remove ${nameOf(barrier)}`,
            })),
            {
              kind: 'set-frozen',
              node: checked.node.id,
              frozen: true,
              label: `Freeze ${nameOf(checked)}: it is meant so`,
            },
          ],
        });
      });
  },
};
