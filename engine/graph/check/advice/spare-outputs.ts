import { originsOf } from '../conflict/origins.ts';
import { diagnostic, type Fix } from '../diagnostic.ts';
import { type AdviceGraph, nameOf } from './advice-graph.ts';
import { lossInputs } from './loss-inputs.ts';
import type { AdviceRule } from './rule.ts';

/** The one attribute that decides over the number of scores, set to the number of classes. */
function matchTheClasses(
  graph: AdviceGraph,
  from: readonly [string, string],
  classes: number,
): readonly Fix[] {
  const [origin, ...others] = originsOf(graph.nodes, from, { axis: 1 });
  if (origin?.attribute === undefined || origin.index !== undefined || others.length > 0) return [];
  return [
    {
      kind: 'set-attribute',
      node: origin.node.node.id,
      attribute: origin.attribute,
      value: classes,
      label: `Set ${origin.attribute} of ${nameOf(origin.node)} to ${classes}`,
    },
  ];
}

/** More scores than the target has classes: some can never be right. */
export const spareOutputs: AdviceRule = {
  kind: 'spare-outputs',
  find: (graph) =>
    (['logits', 'log-probabilities'] as const)
      .flatMap((role) => lossInputs(graph, role))
      .flatMap(({ loss, port, connection }) => {
        const target = loss.operator.inputs.find(({ role }) => role === 'target');
        const classes = loss.inputs.get(target?.name ?? '')?.[0]?.type.classes;
        const scores = connection.type.shape[1];
        if (classes === undefined || typeof scores !== 'number' || scores <= classes) return [];
        return [
          diagnostic('spare-outputs', {
            node: loss.node.id,
            port: port.name,
            title: `${nameOf(loss)} gets ${scores} scores for ${classes} classes`,
            message: `Expected a score per class, ${classes}; found ${scores}, so ${scores - classes} can never be the answer.`,
            fixes: matchTheClasses(graph, connection.from, classes),
          }),
        ];
      }),
};
