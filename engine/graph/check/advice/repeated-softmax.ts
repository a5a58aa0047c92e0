import { diagnostic } from '../diagnostic.ts';
import { nameOf, throughWords } from './advice-graph.ts';
import { feedFromBefore, lossInputs, otherLoss } from './loss-inputs.ts';
import type { AdviceRule } from './rule.ts';

/** LogSoftmax before CrossEntropyLoss, which takes it again: log softmax of log-probabilities is those again. */
export const repeatedSoftmax: AdviceRule = {
  kind: 'repeated-softmax',
  find: (graph) =>
    lossInputs(graph, 'logits').flatMap((input) => {
      const { loss, port, maker, meaning } = input;
      if (meaning !== 'class-log-probabilities' || loss.operator.likelihood !== 'categorical') return [];
      return [
        diagnostic('repeated-softmax', {
          node: loss.node.id,
          port: port.name,
          title: `${nameOf(loss)} takes the softmax a second time`,
          message: `Expected logits; ${nameOf(maker.node)} (${maker.node.operator.name}) sends log-probabilities${throughWords(maker)}.`,
          fixes: [...feedFromBefore(graph, input), ...otherLoss(input, 'log-probabilities')],
        }),
      ];
    }),
};
