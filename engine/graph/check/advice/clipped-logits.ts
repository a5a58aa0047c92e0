import { diagnostic } from '../diagnostic.ts';
import { nameOf, throughWords } from './advice-graph.ts';
import { feedFromBefore, lossInputs } from './loss-inputs.ts';
import type { AdviceRule } from './rule.ts';

/** An activation right before a loss of logits, which then never sees, say, a negative score. */
export const clippedLogits: AdviceRule = {
  kind: 'clipped-logits',
  find: (graph) =>
    lossInputs(graph, 'logits').flatMap((input) => {
      const { loss, port, maker, meaning } = input;
      if (meaning !== undefined || maker.node.operator.category !== 'activation') return [];
      return [
        diagnostic('clipped-logits', {
          node: loss.node.id,
          port: port.name,
          title: `${nameOf(loss)} gets its logits through ${nameOf(maker.node)}`,
          message: `Expected scores of any size, as a layer gives them; ${nameOf(maker.node)} (${maker.node.operator.name}) holds them within its range${throughWords(maker)}.`,
          fixes: feedFromBefore(graph, input),
        }),
      ];
    }),
};
