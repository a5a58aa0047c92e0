import { totalWeightAttribute } from '../operators/declare/loss.ts';
import { differentiate } from '../passes/differentiate.ts';
import { lower, type Mode, type NodeToLower } from '../passes/lower.ts';
import { simplify } from '../passes/simplify.ts';
import { addUpdates, type UpdateRule } from '../passes/update.ts';
import type { Program } from '../program/program.ts';
import type { CheckedGraph, CheckedNode } from './checked-graph.ts';

function lossWeightOf({ operator, attributes }: CheckedNode): number | undefined {
  if (operator.category !== 'loss') return undefined;
  const weight = attributes[totalWeightAttribute.name];
  return typeof weight === 'number' ? weight : 1;
}

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

const derive = (graph: CheckedGraph, mode: Mode): Program =>
  differentiate(lower(checkedInOrder(graph).map(nodeToLower), mode));

/**
 * From the drawing to the program that trains: lowered in train mode, differentiated, with an optimizer's step if a
 * rule is given, simplified. Parts of the graph that are in error are left out.
 */
export function buildProgram(graph: CheckedGraph, rule?: UpdateRule): Program {
  const isFrozen = (id: string): boolean => graph.nodes.get(id)?.node.frozen === true;
  const derived = derive(graph, 'train');
  return simplify(rule === undefined ? derived : addUpdates(derived, rule, isFrozen));
}

/** The program that predicts: lowered in evaluate mode; it has gradients too, and updates nothing. */
export const buildEvaluationProgram = (graph: CheckedGraph): Program => simplify(derive(graph, 'evaluate'));
