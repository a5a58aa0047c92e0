import { operators } from '../../../operators/catalogue.ts';
import type { InputPort, Meaning, Operator } from '../../../operators/operator.ts';
import type { GraphEdge } from '../../document.ts';
import type { CheckedNode, Connection } from '../checked-graph.ts';
import type { Fix } from '../diagnostic.ts';
import { type AdviceGraph, type Maker, makerOf, nameOf, readersOf } from './advice-graph.ts';

/** A wire into a loss's port of some role, and where its numbers were made. */
export interface LossInput {
  readonly loss: CheckedNode;
  readonly port: InputPort;
  readonly connection: Connection;
  readonly edge: GraphEdge;
  readonly maker: Maker;
  readonly meaning: Meaning | undefined;
}

export function lossInputs(graph: AdviceGraph, role: InputPort['role']): readonly LossInput[] {
  return [...graph.nodes.values()]
    .filter(({ operator }) => operator.category === 'loss')
    .flatMap((loss) =>
      loss.operator.inputs
        .filter((port) => port.role === role)
        .flatMap((port) =>
          (loss.inputs.get(port.name) ?? []).flatMap((connection) => {
            const maker = makerOf(graph, connection);
            if (maker === undefined) return [];
            const { operator, attributes } = maker.node;
            const edge: GraphEdge = { from: connection.from, to: [loss.node.id, port.name] };
            return [{ loss, port, connection, edge, maker, meaning: operator.gives?.(attributes) }];
          }),
        ),
    );
}

/** What an operator gives with the attributes a new node has. */
const meaningOfNew = ({ gives, attributes }: Operator): Meaning | undefined =>
  gives?.(Object.fromEntries(attributes.map((each) => [each.name, each.default])));

/** The operator that makes numbers of this meaning, the first of the palette. */
export const operatorGiving = (meaning: Meaning): Operator | undefined =>
  operators.find((operator) => meaningOfNew(operator) === meaning);

/** The loss in its place that takes another kind of input, where nothing that was set would be lost. */
export function otherLoss({ loss }: LossInput, role: InputPort['role']): readonly Fix[] {
  const { operator, node } = loss;
  if (operator.likelihood === undefined) return [];
  const set = Object.entries(node.attributes).filter(([name, value]) => {
    const declared = operator.attributes.find((each) => each.name === name);
    return declared?.default !== value;
  });
  const other = operators.find(
    (each) =>
      each.likelihood === operator.likelihood &&
      each.inputs.some((port) => port.role === role) &&
      set.every(([name]) => each.attributes.some((attribute) => attribute.name === name)) &&
      takesItsTarget(each, loss),
  );
  return other === undefined
    ? []
    : [
        {
          kind: 'replace-operator',
          node: node.id,
          operator: other.name,
          label: `Use ${other.name} instead`,
        },
      ];
}

/** The loss that compares numbers as they are, in place of one over classes, the first of the palette. */
export function lossOfNumbers({ loss, port }: LossInput): readonly Fix[] {
  const other = operators.find(
    (each) =>
      each.category === 'loss' &&
      each.likelihood === undefined &&
      each.inputs.some(({ name, role }) => name === port.name && role === 'prediction') &&
      takesItsTarget(each, loss),
  );
  return other === undefined
    ? []
    : [
        {
          kind: 'replace-operator',
          node: loss.node.id,
          operator: other.name,
          label: `Use ${other.name} instead`,
        },
      ];
}

const takesItsTarget = (other: Operator, { inputs }: CheckedNode): boolean =>
  [...inputs].every(([name, connections]) => {
    const port = other.inputs.find((each) => each.name === name);
    return port !== undefined && connections.every(({ type }) => port.accepts.includes(type.carries));
  });

/** Feeds the loss from before the maker: takes that out where nothing else reads it, else leads the wire past it. */
export function feedFromBefore(graph: AdviceGraph, { maker, edge }: LossInput): readonly Fix[] {
  const { node, past } = maker;
  const [connections, ...others] = node.inputs.values();
  const before = connections?.[0];
  if (before === undefined || others.length > 0) return [];
  if ([node, ...past].every((each) => readersOf(graph, each).length === 1)) {
    return [{ kind: 'remove-and-heal', node: node.node.id, label: `Remove ${nameOf(node)}` }];
  }
  if (past.length > 0) return [];
  const source = graph.nodes.get(before.from[0]);
  return source === undefined
    ? []
    : [{ kind: 'reroute', edge, from: before.from, label: `Wire ${nameOf(source)} to it instead` }];
}

/** Puts the operator that makes numbers of this meaning in front of the loss. */
export function insertBefore({ edge }: LossInput, meaning: Meaning): readonly Fix[] {
  const operator = operatorGiving(meaning);
  return operator === undefined
    ? []
    : [{ kind: 'insert-node', edge, operator: operator.name, label: `Insert ${operator.name}` }];
}
