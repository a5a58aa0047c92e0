import type { Fix } from '../diagnostic.ts';
import { diagnostic } from '../diagnostic.ts';
import { type AdviceGraph, nameOf, readersOf, throughWords } from './advice-graph.ts';
import { insertBefore, type LossInput, lossInputs, operatorGiving, otherLoss } from './loss-inputs.ts';
import type { AdviceRule } from './rule.ts';

const makers: ReadonlySet<string> = new Set(['layer', 'activation', 'normalise']);

/** The logarithm in place of the probabilities, where only this loss reads them. */
function takeTheLogarithm(graph: AdviceGraph, { maker, meaning }: LossInput): readonly Fix[] {
  const alone = [maker.node, ...maker.past].every((each) => readersOf(graph, each).length === 1);
  const operator = operatorGiving(
    meaning === 'class-probabilities' ? 'class-log-probabilities' : 'log-probability',
  );
  if (operator === undefined || !alone) return [];
  return [
    {
      kind: 'replace-operator',
      node: maker.node.node.id,
      operator: operator.name,
      label: `Make ${nameOf(maker.node)} a ${operator.name}`,
    },
  ];
}

/** No LogSoftmax before NLLLoss or KLDivLoss. */
export const notLogProbabilities: AdviceRule = {
  kind: 'not-log-probabilities',
  find: (graph) =>
    lossInputs(graph, 'log-probabilities').flatMap((input) => {
      const { loss, port, maker, meaning } = input;
      if (meaning === 'log-probability' || meaning === 'class-log-probabilities') return [];
      if (!makers.has(maker.node.operator.category)) return [];
      return [
        diagnostic('not-log-probabilities', {
          node: loss.node.id,
          port: port.name,
          title: `${nameOf(loss)} gets numbers that are no log-probabilities`,
          message: `Expected logarithms of probabilities, 0 or less; ${nameOf(maker.node)} (${maker.node.operator.name}) sends ${meaning === undefined ? 'numbers of any size' : 'probabilities'}${throughWords(maker)}.`,
          fixes:
            meaning === undefined
              ? [...insertBefore(input, 'class-log-probabilities'), ...otherLoss(input, 'logits')]
              : takeTheLogarithm(graph, input),
        }),
      ];
    }),
};
