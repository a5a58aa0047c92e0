import { diagnostic } from '../diagnostic.ts';
import { nameOf, throughWords } from './advice-graph.ts';
import { insertBefore, lossInputs, otherLoss } from './loss-inputs.ts';
import type { AdviceRule } from './rule.ts';

/** What makes numbers of its own; of the others (data, sums, means) nobody knows whether they are probabilities. */
const makers: ReadonlySet<string> = new Set(['layer', 'activation', 'normalise']);

/** No Sigmoid before BCELoss: a loss of probabilities that gets numbers outside 0 to 1. */
export const notProbabilities: AdviceRule = {
  kind: 'not-probabilities',
  find: (graph) =>
    lossInputs(graph, 'probabilities').flatMap((input) => {
      const { loss, port, maker, meaning } = input;
      if (meaning === 'probability' || meaning === 'class-probabilities') return [];
      if (!makers.has(maker.node.operator.category)) return [];
      return [
        diagnostic('not-probabilities', {
          node: loss.node.id,
          port: port.name,
          title: `${nameOf(loss)} gets numbers that are no probabilities`,
          message: `Expected numbers from 0 to 1; ${nameOf(maker.node)} (${maker.node.operator.name}) sends ${meaning === undefined ? 'numbers of any size' : 'log-probabilities'}${throughWords(maker)}.`,
          fixes:
            meaning === undefined
              ? [...insertBefore(input, 'probability'), ...otherLoss(input, 'logits')]
              : [],
        }),
      ];
    }),
};
