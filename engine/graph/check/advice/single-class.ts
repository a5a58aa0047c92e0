import { diagnostic } from '../diagnostic.ts';
import { nameOf } from './advice-graph.ts';
import { lossInputs, lossOfNumbers } from './loss-inputs.ts';
import type { AdviceRule } from './rule.ts';

/** A loss over classes that gets one score: its softmax is 1 whatever the score. */
export const singleClass: AdviceRule = {
  kind: 'single-class',
  find: (graph) =>
    (['logits', 'log-probabilities'] as const)
      .flatMap((role) => lossInputs(graph, role))
      .flatMap((input) => {
        const { loss, port, connection } = input;
        if (loss.operator.likelihood !== 'categorical' || connection.type.shape[1] !== 1) return [];
        return [
          diagnostic('single-class', {
            node: loss.node.id,
            port: port.name,
            title: `${nameOf(loss)} tells classes apart, and there is one`,
            message: 'Expected a score for each of 2 classes or more; found 1, so nothing can be learned.',
            fixes: lossOfNumbers(input),
          }),
        ];
      }),
};
