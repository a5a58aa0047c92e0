import type { GraphDocument } from '../../document.ts';
import type { CheckedNode } from '../checked-graph.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { adviceGraph } from './advice-graph.ts';
import { clippedLogits } from './clipped-logits.ts';
import { cutOff } from './cut-off.ts';
import { notLogProbabilities } from './not-log-probabilities.ts';
import { notProbabilities } from './not-probabilities.ts';
import { nothingToLearn } from './nothing-to-learn.ts';
import { repeatedSoftmax } from './repeated-softmax.ts';
import type { AdviceRule } from './rule.ts';
import { singleClass } from './single-class.ts';
import { spareOutputs } from './spare-outputs.ts';
import { squashedLogits } from './squashed-logits.ts';
import { stackedLinear } from './stacked-linear.ts';
import { weightlessLoss } from './weightless-loss.ts';

/** Everything that is looked for in a graph beyond errors, in the order in which it is shown. */
export const adviceRules: readonly AdviceRule[] = [
  squashedLogits,
  notProbabilities,
  notLogProbabilities,
  cutOff,
  nothingToLearn,
  weightlessLoss,
  singleClass,
  stackedLinear,
  clippedLogits,
  spareOutputs,
  repeatedSoftmax,
];

/** What is no error in these nodes and yet likely not meant; in time linear in nodes and wires. */
export function advise(
  document: Pick<GraphDocument, 'training' | 'data'>,
  nodes: ReadonlyMap<string, CheckedNode>,
): readonly Diagnostic[] {
  const graph = adviceGraph(document, nodes);
  return adviceRules.flatMap(({ find }) => find(graph));
}
