import { addGradients } from '../passes/differentiate.ts';
import { lowerInto, type Mode, type NodeToLower } from '../passes/lower.ts';
import { simplify } from '../passes/simplify.ts';
import { addUpdates, type UpdateRule } from '../passes/update.ts';
import { Builder } from '../program/builder.ts';
import type { Program } from '../program/program.ts';
import type { CheckedGraph, CheckedNode } from './check/checked-graph.ts';
import { lossWeightOf } from './loss-weight.ts';

/** A checked node as the lowering pass takes it. */
export const nodeToLower = (checked: CheckedNode): NodeToLower => ({
  id: checked.node.id,
  inputs: new Map(
    [...checked.inputs].map(([port, connections]) => [
      port,
      connections.map((connection) => connection.from),
    ]),
  ),
  parameters: new Map(checked.parameters.map((parameter) => [parameter.name, parameter.shape])),
  buffers: new Map(checked.buffers.map((buffer) => [buffer.name, buffer.shape])),
  shares: checked.shares,
  outputShapes: new Map([...checked.outputs].map(([port, type]) => [port, type.shape])),
  lossWeight: lossWeightOf(checked),
  lower: (context) => checked.operator.lower(context, checked.attributes),
});

/** The nodes whose types are known, each after what it reads. */
export const checkedInOrder = (graph: CheckedGraph): readonly CheckedNode[] =>
  graph.order.flatMap((id) => graph.nodes.get(id) ?? []);

interface Derived {
  readonly builder: Builder;
  readonly dependsOnMode: boolean;
}

/** The values of all nodes and their gradients, in one program that each pass writes on. */
function derive(graph: CheckedGraph, mode: Mode): Derived {
  const builder = new Builder();
  const dependsOnMode = lowerInto(builder, checkedInOrder(graph).map(nodeToLower), mode);
  addGradients(builder);
  return { builder, dependsOnMode };
}

/** In train mode, with an optimizer's step if a rule is given. */
function deriveTraining(graph: CheckedGraph, rule: UpdateRule | undefined): Derived {
  const isFrozen = (id: string): boolean => graph.nodes.get(id)?.node.frozen === true;
  const derived = derive(graph, 'train');
  if (rule !== undefined) addUpdates(derived.builder, rule, isFrozen);
  return derived;
}

/**
 * From the drawing to the program that trains: lowered in train mode, differentiated, with an optimizer's step if a
 * rule is given. Parts of the graph that are in error are left out.
 */
export const deriveProgram = (graph: CheckedGraph, rule?: UpdateRule): Program =>
  deriveTraining(graph, rule).builder.finish();

/** The same, simplified: this is what runs. */
export const buildProgram = (graph: CheckedGraph, rule?: UpdateRule): Program =>
  simplify(deriveProgram(graph, rule));

/** The program that predicts: lowered in evaluate mode; it has gradients too, and updates nothing. */
export const buildEvaluationProgram = (graph: CheckedGraph): Program =>
  simplify(derive(graph, 'evaluate').builder.finish());

/**
 * The program that trains and the one that predicts. They are one and the same where no node depends on the mode: it
 * holds all that the other would, in the same order, and whoever asks for outputs leaves the updates be. Otherwise the one
 * that predicts is made when it is first asked for, which a run does only once there is something to score.
 */
export function buildBothPrograms(
  graph: CheckedGraph,
  rule: UpdateRule,
): { readonly training: Program; readonly evaluation: () => Program } {
  const { builder, dependsOnMode } = deriveTraining(graph, rule);
  const training = simplify(builder.finish());
  let made = dependsOnMode ? undefined : training;
  const evaluation = (): Program => {
    made ??= buildEvaluationProgram(graph);
    return made;
  };
  return { training, evaluation };
}
