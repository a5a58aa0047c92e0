import { diagnostic } from '../diagnostic.ts';
import { nameOf } from './advice-graph.ts';
import { countedLosses } from './gradient-reach.ts';
import type { AdviceRule } from './rule.ts';

/** A graph with a loss in which no parameter may change. */
export const nothingToLearn: AdviceRule = {
  kind: 'nothing-to-learn',
  find: (graph) => {
    const owners = [...graph.nodes.values()].filter(({ parameterCount }) => parameterCount > 0n);
    const [loss] = countedLosses(graph);
    if (loss === undefined || owners.some(({ node }) => node.frozen !== true)) return [];
    return [
      diagnostic('nothing-to-learn', {
        ...(owners[0] === undefined ? {} : { node: owners[0].node.id }),
        title: owners.length === 0 ? 'The graph has no parameters' : 'Every layer is frozen',
        message: `Expected parameters that make ${nameOf(loss)} smaller; found ${owners.length === 0 ? 'none' : 'none that may change'}.`,
        fixes: owners.map((owner) => ({
          kind: 'set-frozen',
          node: owner.node.id,
          frozen: false,
          label: `Let ${nameOf(owner)} learn`,
        })),
      }),
    ];
  },
};
