import { checkedInOrder } from '../graph/build-program.ts';
import type { CheckedGraph } from '../graph/check/checked-graph.ts';
import { type OutputKey, outputKey } from '../program/program.ts';
import type { accuracy } from './metrics.ts';

/** How the first loss with a decision counts samples as right. */
export interface Verdict {
  readonly scores: OutputKey;
  readonly target: OutputKey;
  readonly decision: Parameters<typeof accuracy>[0];
}

/** Where the first loss of numbers finds what is predicted and what is true. */
export interface RegressionKeys {
  readonly prediction: OutputKey;
  readonly target: OutputKey;
}

/** Undefined where a loss decides, as in classification, or none compares numbers with numbers. */
export function regressionOf(graph: CheckedGraph): RegressionKeys | undefined {
  const losses = checkedInOrder(graph).filter(({ operator }) => operator.category === 'loss');
  if (losses.some(({ operator }) => operator.decision !== undefined)) return undefined;
  for (const { operator, node, inputs } of losses) {
    const prediction = operator.inputs.find(({ role }) => role === 'prediction');
    const target = operator.inputs.find(({ role }) => role === 'target');
    if (prediction === undefined || target === undefined) continue;
    const shapes = [prediction, target].map(({ name }) => inputs.get(name)?.[0]?.type.shape.join(' '));
    if (shapes[0] === undefined || shapes[0] !== shapes[1]) continue;
    return {
      prediction: outputKey('value', node.id, prediction.name),
      target: outputKey('value', node.id, target.name),
    };
  }
  return undefined;
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
