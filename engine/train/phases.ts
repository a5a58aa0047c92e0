import type { CheckedGraph } from '../graph/check/checked-graph.ts';

/** The parts of a training step, in their order. */
export const phases = ['forward', 'loss', 'backward', 'update'] as const;
export type Phase = (typeof phases)[number];

/** One node's turn in a training step. */
export interface PhaseStep {
  readonly phase: Phase;
  readonly node: string;
}

/** Nodes from which a wire leads on to a loss, and the losses. */
function leadingToLoss({ nodes, flat }: CheckedGraph): ReadonlySet<string> {
  const found = new Set(
    [...nodes.values()].filter(({ operator }) => operator.category === 'loss').map(({ node }) => node.id),
  );
  const waiting = [...found];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const { from, to } of flat.edges) {
      if (to[0] !== id || found.has(from[0])) continue;
      found.add(from[0]);
      waiting.push(from[0]);
    }
  }
  return found;
}

/**
 * A training step node by node: each computes its value once its inputs are there, the losses last; then each hands its gradient back
 * once those of its readers are there; then weights change. Data learn nothing, so nothing is handed back to them.
 */
export function phaseSteps(graph: CheckedGraph): readonly PhaseStep[] {
  const learning = leadingToLoss(graph);
  const nodes = graph.order.flatMap((id) => graph.nodes.get(id) ?? []);
  const isLoss = (node: (typeof nodes)[number]) => node.operator.category === 'loss';
  const turn = (phase: Phase, of: typeof nodes): readonly PhaseStep[] =>
    of.map(({ node }) => ({ phase, node: node.id }));
  return [
    ...turn(
      'forward',
      nodes.filter((each) => !isLoss(each)),
    ),
    ...turn('loss', nodes.filter(isLoss)),
    ...turn(
      'backward',
      nodes
        .filter(
          (each) =>
            learning.has(each.node.id) && (each.operator.category !== 'data' || each.parameters.length > 0),
        )
        .toReversed(),
    ),
    ...turn(
      'update',
      nodes.filter(
        ({ node, parameters }) => learning.has(node.id) && parameters.length > 0 && node.frozen !== true,
      ),
    ),
  ];
}

/** The first and the last of the steps in a row around one that are of its phase and of the same card. */
export function turnAround(
  steps: readonly PhaseStep[],
  at: number,
  cardOf: (node: string) => string | undefined,
): { readonly first: number; readonly last: number } {
  const [phase, card] = [steps[at]?.phase, cardOf(steps[at]?.node ?? '')];
  const isOther = (step: PhaseStep): boolean =>
    step.phase !== phase || card === undefined || cardOf(step.node) !== card;
  const before = steps.findLastIndex((step, index) => index < at && isOther(step));
  const after = steps.findIndex((step, index) => index > at && isOther(step));
  return { first: before + 1, last: after < 0 ? steps.length - 1 : after - 1 };
}
