import { checkedInOrder } from '../graph/build-program.ts';
import type { CheckedGraph } from '../graph/checked-graph.ts';
import { type OutputKey, outputKey } from '../program/program.ts';
import type { accuracy } from './metrics.ts';

/** How the first loss with a decision counts samples as right. */
export interface Verdict {
  readonly scores: OutputKey;
  readonly target: OutputKey;
  readonly decision: Parameters<typeof accuracy>[0];
}

/** Undefined where no loss decides, as in regression. */
export function verdictOf(graph: CheckedGraph): Verdict | undefined {
  for (const { operator, node } of checkedInOrder(graph)) {
    if (operator.decision === undefined) continue;
    const [scores, target] = [operator.inputs[0]?.name ?? '', operator.inputs[1]?.name ?? ''];
    return {
      scores: outputKey('value', node.id, scores),
      target: outputKey('value', node.id, target),
      decision: operator.decision,
    };
  }
  return undefined;
}
