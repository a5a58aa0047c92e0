import type { Meaning } from '../../../operators/operator.ts';
import { diagnostic } from '../diagnostic.ts';
import { nameOf, throughWords } from './advice-graph.ts';
import { feedFromBefore, type LossInput, lossInputs, otherLoss } from './loss-inputs.ts';
import type { AdviceRule } from './rule.ts';

const words: Readonly<Record<Meaning, string>> = {
  probability: 'probabilities',
  'class-probabilities': 'probabilities',
  'log-probability': 'log-probabilities',
  'class-log-probabilities': 'log-probabilities',
};

/** The role of a loss that takes such numbers as they are. */
const roleFor = (meaning: Meaning) =>
  meaning === 'probability' || meaning === 'class-probabilities' ? 'probabilities' : 'log-probabilities';

/** Softmax of log-probabilities gives the probabilities again: that only costs time, see `repeated-softmax`. */
const changesNothing = ({ loss, meaning }: LossInput): boolean =>
  meaning === 'class-log-probabilities' && loss.operator.likelihood === 'categorical';

/** Softmax before CrossEntropyLoss, Sigmoid before BCEWithLogitsLoss: a loss of logits that gets probabilities. */
export const squashedLogits: AdviceRule = {
  kind: 'squashed-logits',
  find: (graph) =>
    lossInputs(graph, 'logits').flatMap((input) => {
      const { loss, port, maker, meaning } = input;
      if (meaning === undefined || changesNothing(input)) return [];
      const { name } = maker.node.operator;
      return [
        diagnostic('squashed-logits', {
          node: loss.node.id,
          port: port.name,
          title: `${nameOf(loss)} gets ${words[meaning]} where it takes logits`,
          message: `Expected scores of any size; ${nameOf(maker.node)} (${name}) sends ${words[meaning]}${throughWords(maker)}.`,
          fixes: [...feedFromBefore(graph, input), ...otherLoss(input, roleFor(meaning))],
        }),
      ];
    }),
};
