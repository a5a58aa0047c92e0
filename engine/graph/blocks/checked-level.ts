import { symbol } from '../../notation/expression.ts';
import type { Operator } from '../../operators/operator.ts';
import type { LoweringContext } from '../../passes/lower.ts';
import { parameterKey, type ValueId } from '../../program/program.ts';
import { type CheckedGraph, type CheckedNode, type Connection, sourceOf } from '../check/checked-graph.ts';
import { blockInputs, type Endpoint, type GraphDocument, type GraphNode } from '../document.ts';
import { listsByKey } from '../lists-by-key.ts';
import { operatorOf } from '../operator-of.ts';
import { operatorsOf } from './block-operator.ts';
import { blockNamed, isBoundary, isUse, prefixOf } from './blocks.ts';

/** A wire's source with its type, as far as that is known. */
function connectionOf(checked: CheckedGraph, from: Endpoint): Connection | undefined {
  const [node, port] = sourceOf(checked, from);
  const type = checked.nodes.get(node)?.outputs.get(port);
  return type === undefined ? undefined : { from, type };
}

/** Writes what is inside a use as primitives, as if it were one operator. */
function lowerInside(
  checked: CheckedGraph,
  inside: readonly CheckedNode[],
  outputs: readonly Endpoint[],
  context: LoweringContext,
): ReadonlyMap<string, ValueId> {
  const values = new Map<string, ValueId>();
  for (const [port, [value]] of context.inputs) {
    const source = checked.sources.get(`${context.node}/${blockInputs} ${port}`);
    if (source !== undefined && value !== undefined) values.set(source.join(' '), value);
  }
  for (const { node, operator, attributes, inputs, outputs: types, parameters, buffers } of inside) {
    const name = (tensor: string): string => parameterKey(node.id, tensor).slice(context.node.length + 1);
    const named = (
      declared: readonly { readonly name: string }[],
      values: ReadonlyMap<string, ValueId>,
    ): ReadonlyMap<string, ValueId> =>
      new Map(
        declared.flatMap((tensor) => {
          const id = values.get(name(tensor.name));
          return id === undefined ? [] : [[tensor.name, id] as const];
        }),
      );
    const lowered = operator.lower(
      {
        ...context,
        node: node.id,
        inputs: new Map(
          [...inputs].map(([port, list]) => [
            port,
            list.flatMap(({ from }) => values.get(from.join(' ')) ?? []),
          ]),
        ),
        parameters: named(parameters, context.parameters),
        buffers: named(buffers, context.buffers),
        updateBuffer: (buffer, value) => context.updateBuffer(name(buffer), value),
        part: (part, value) => context.part(name(part), value),
        outputShapes: new Map([...types].map(([port, { shape }]) => [port, shape])),
      },
      attributes,
    );
    for (const [port, value] of lowered) values.set(`${node.id} ${port}`, value);
  }
  return new Map(
    outputs.flatMap((end) => {
      const value = values.get(sourceOf(checked, end).join(' '));
      return value === undefined ? [] : [[end[1], value] as const];
    }),
  );
}

/** The wires of a level by `node port` of their end, those whose types are known. */
function knownWires(checked: CheckedGraph, level: GraphDocument): ReadonlyMap<string, readonly Connection[]> {
  return listsByKey(
    level.edges.flatMap(({ from, to }) => {
      const connection = connectionOf(checked, from);
      return connection === undefined ? [] : [[to.join(' '), connection] as const];
    }),
  );
}

/** A use of a block, from what is known of the nodes inside it; undefined while one of them is in error. */
function checkedUse(
  checked: CheckedGraph,
  ports: CheckedNode,
  inside: readonly (CheckedNode | undefined)[],
): CheckedNode | undefined {
  const { node, operator, outputs } = ports;
  const members = inside.filter((member) => member !== undefined);
  if (members.length < inside.length || outputs.size < operator.outputs.length) return undefined;
  const ends = operator.outputs.map(({ name }): Endpoint => [node.id, name]);
  /** A parameter or buffer of a member as one of the use: fc1/weight. */
  const nameIn = (member: CheckedNode, parameter: string): string =>
    parameterKey(member.node.id, parameter).slice(node.id.length + 1);
  return {
    ...ports,
    operator: { ...operator, lower: (context) => lowerInside(checked, members, ends, context) },
    parameters: members.flatMap((member) =>
      member.parameters.map((parameter) => ({
        ...parameter,
        name: nameIn(member, parameter.name),
      })),
    ),
    buffers: members.flatMap((member) =>
      member.buffers.map((buffer) => ({ ...buffer, name: nameIn(member, buffer.name) })),
    ),
    shares: new Map(
      members.flatMap((member) => [...member.shares].map(([name, owner]) => [nameIn(member, name), owner])),
    ),
    parameterCount: members.reduce((total, { parameterCount }) => total + parameterCount, 0n),
  };
}

/** An operator that gives what comes to its first input: what a bypassed node is. */
function passing(operator: Operator): Operator {
  const first = operator.inputs[0]?.name ?? '';
  return {
    ...operator,
    formula: ({ inputs }) => inputs.get(first)?.[0] ?? symbol(operator.symbol),
    lower: ({ inputs }) => {
      const value = inputs.get(first)?.[0];
      return new Map(value === undefined ? [] : operator.outputs.map(({ name }) => [name, value] as const));
    },
  };
}

/**
 * What is known of a level: the check of the whole document, and beside its nodes the uses of blocks on this level,
 * the cards of the block's own ports and bypassed nodes, so that all that is drawn can be looked up alike.
 */
export function checkedLevel(checked: CheckedGraph, level: GraphDocument): CheckedGraph {
  const isBypassed = ({ id, skip }: GraphNode): boolean => skip === 'bypass' && checked.leftOut.has(id);
  if (!level.nodes.some((node) => isUse(node) || isBoundary(node.id) || isBypassed(node))) {
    return checked.document === level ? checked : { ...checked, document: level };
  }
  const find = operatorsOf(level);
  const wires = knownWires(checked, level);
  const inside = insideUses(checked, prefixOf(level));
  const nodes = new Map(checked.nodes);
  for (const node of level.nodes) {
    if (blockNamed(node.operator) === undefined && !isBypassed(node)) continue;
    const drawn = operatorOf(node, find);
    const operator = drawn !== undefined && isBypassed(node) ? passing(drawn) : drawn;
    if (operator === undefined) continue;
    const ports: CheckedNode = {
      node,
      operator,
      attributes: node.attributes,
      inputs: new Map(
        operator.inputs.flatMap(({ name }) => {
          const list = wires.get(`${node.id} ${name}`);
          return list === undefined ? [] : [[name, list] as const];
        }),
      ),
      outputs: new Map(
        operator.outputs.flatMap(({ name }) => {
          const type = connectionOf(checked, [node.id, name])?.type;
          return type === undefined ? [] : [[name, type] as const];
        }),
      ),
      parameters: [],
      buffers: [],
      valuesPerStatistic: undefined,
      shares: new Map(),
      parameterCount: 0n,
    };
    const found =
      isUse(node) && !isBypassed(node) ? checkedUse(checked, ports, inside.get(node.id) ?? []) : ports;
    if (found !== undefined) nodes.set(node.id, found);
  }
  return { ...checked, document: level, nodes };
}

/** By use of a level, the nodes inside it in the order of the data; undefined for one whose types are not known. */
function insideUses(
  checked: CheckedGraph,
  prefix: string,
): ReadonlyMap<string, readonly (CheckedNode | undefined)[]> {
  return listsByKey(
    checked.order.flatMap((id) => {
      const end = id.startsWith(prefix) ? id.indexOf('/', prefix.length) : -1;
      return end < 0 ? [] : [[id.slice(0, end), checked.nodes.get(id)] as const];
    }),
  );
}
