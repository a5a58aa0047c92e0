import { gradientsOf } from '../../passes/differentiate.ts';
import { inputPortName, lowerNode, startLowering } from '../../passes/lower.ts';
import { simplify } from '../../passes/simplify.ts';
import { Builder } from '../../program/builder.ts';
import {
  outputKey,
  type Program,
  parameterKey,
  parseOutputKey,
  totalLossKey,
  type ValueId,
} from '../../program/program.ts';
import { nodeToLower } from '../build-program.ts';
import type { CheckedNode } from '../check/checked-graph.ts';
import { keyOfParameter } from '../parameter-keys.ts';

/** Keys of the leaves that stand for what a node takes in, while it is looked at alone. */
const inputLeaf = (name: string): string => `input ${name}`;
const upstreamLeaf = (port: string): string => `upstream ${port}`;

/** What a loss counts in the total: a loss kept apart, or no loss, has no share. */
const lossShare = (checked: CheckedNode): number | undefined => nodeToLower(checked).lossWeight;

/** Names of all wires into a node, with their shapes and whether a gradient can flow back along them. */
function wiresInto({ inputs }: CheckedNode) {
  return [...inputs].flatMap(([port, connections]) =>
    connections.map(({ from, type }, index) => ({
      port,
      from,
      name: inputPortName(port, index, connections.length),
      shape: type.shape,
      differentiable: type.carries === 'numbers',
    })),
  );
}

/**
 * A node alone on leaves of its own, with the gradient of each leaf in terms of the gradients at its `upstream` ports,
 * simplified by itself: Linear's ∂L/∂W = (∂L/∂z)ᵀ x. A loss is where gradients begin; it has no upstream.
 * `nextStream` numbers its random draws as the program that runs does.
 */
function aloneProgram(checked: CheckedNode, upstream: readonly string[], nextStream: () => number): Program {
  const builder = new Builder();
  const { node } = checked;
  const wires = wiresInto(checked);
  const leaves = new Map(
    wires.map(({ name, shape }) => [name, builder.input(inputLeaf(name), shape)] as const),
  );
  const inputs = new Map<string, readonly ValueId[]>(
    [...checked.inputs.keys()].map((port) => [
      port,
      wires.filter((wire) => wire.port === port).map(({ name }) => leaves.get(name) as ValueId),
    ]),
  );
  builder.origin = { node: node.id, stage: 'forward' };
  const { outputs, parameters } = lowerNode(
    { ...startLowering(builder, 'train'), nextStream },
    nodeToLower(checked),
    inputs,
  );
  // What is kept for evaluation is not read here.
  for (const key of builder.outputs.keys()) {
    if (!['value', 'gradient', 'part'].includes(parseOutputKey(key).role)) builder.outputs.delete(key);
  }
  const weight = lossShare(checked);
  const wanted: readonly (readonly [string, ValueId])[] = [
    ...wires
      .filter(({ differentiable }) => differentiable)
      .map(({ name }) => [name, leaves.get(name) as ValueId] as const),
    ...parameters,
  ];
  const totals = new Map<ValueId, ValueId>();
  for (const [port, output] of outputs) {
    builder.output(outputKey('value', node.id, port), output);
    const isTotal = weight !== undefined && builder.shape(output).length === 0;
    if (!isTotal && !upstream.includes(port)) continue;
    const above = isTotal
      ? builder.constant(weight)
      : builder.input(upstreamLeaf(port), builder.shape(output));
    const gradients = gradientsOf(builder, output, above);
    for (const [, id] of wanted) {
      const gradient = gradients.get(id);
      if (gradient === undefined) continue;
      const sofar = totals.get(id);
      totals.set(id, sofar === undefined ? gradient : builder.add(sofar, gradient));
    }
  }
  for (const [name, id] of wanted) {
    const gradient = totals.get(id);
    if (gradient !== undefined) builder.output(outputKey('gradient', node.id, name), gradient);
  }
  return simplify(builder.finish());
}

/** Writes a node's program into that of the whole graph, with values in place of its leaves; gives its outputs. */
function join(
  builder: Builder,
  alone: Program,
  leaves: ReadonlyMap<string, ValueId>,
): (key: string) => ValueId | undefined {
  const ids: ValueId[] = [];
  for (const { operation, inputs } of alone.values) {
    const known = operation.primitive === 'input' ? leaves.get(operation.key) : undefined;
    ids.push(
      known ??
        builder.emit(
          operation,
          inputs.map((input) => ids[input] as ValueId),
        ),
    );
  }
  return (key) => {
    const id = alone.outputs.get(key as never);
    return id === undefined ? undefined : ids[id];
  };
}

/**
 * The graph step by step, for reading: each node's value from the values before it, and each gradient from the
 * gradients that come to the node, simplified within the node only. It computes what the program that runs computes,
 * in smaller steps. Outputs are named as there; `gradient node port` at an output port is the sum over its consumers,
 * at an input port the share of that wire; `gradient node parameter` is the share of one use of a parameter and
 * `parameterGradient` the sum over all uses. Where no node is a loss, the gradient at an output is a leaf, and so is a
 * value that comes from none of the nodes, which are in the order of their data.
 */
export function nodeSteps(nodes: readonly CheckedNode[]): Program {
  const builder = new Builder();
  const values = new Map<string, ValueId>();
  const inputLeaves = new Map<string, ReadonlyMap<string, ValueId>>();
  const consumers = new Map<string, ValueId[]>();
  const marked = (role: 'value' | 'gradient', id: ValueId, node: string, name: string): ValueId => {
    const mark = builder.port(id, node, `${role} ${name}`);
    builder.output(outputKey(role, node, name), mark);
    return mark;
  };

  let streams = 0;
  const firstStreams = new Map<string, number>();
  for (const checked of nodes) {
    const { id } = checked.node;
    firstStreams.set(id, streams);
    builder.origin = { node: id, stage: 'forward' };
    const leaves = new Map(
      wiresInto(checked).map(({ name, from, shape }) => {
        const known = values.get(from.join(' '));
        const source = known ?? builder.input(from.join(' '), shape);
        if (known === undefined) builder.output(outputKey('value', ...from), source);
        return [inputLeaf(name), marked('value', source, id, name)] as const;
      }),
    );
    inputLeaves.set(id, leaves);
    for (const { name, shape } of checked.parameters) {
      const key = keyOfParameter(checked, name);
      const parameter = builder.parameter(key, shape);
      if (key === parameterKey(id, name)) builder.output(outputKey('parameter', id, name), parameter);
    }
    for (const { name, shape } of checked.buffers) {
      const key = keyOfParameter(checked, name);
      if (key === parameterKey(id, name)) {
        builder.output(outputKey('buffer', id, name), builder.state(key, shape));
      }
    }
    const output = join(
      builder,
      aloneProgram(checked, [], () => streams++),
      leaves,
    );
    for (const { name } of checked.operator.parts ?? []) {
      const part = output(outputKey('part', id, name));
      if (part !== undefined) builder.output(outputKey('part', id, name), part);
    }
    for (const port of checked.outputs.keys()) {
      const value = output(outputKey('value', id, port));
      if (value === undefined) continue;
      values.set(`${id} ${port}`, marked('value', value, id, port));
      if (lossShare(checked) !== undefined && builder.shape(value).length === 0) {
        const named = values.get(`${id} ${port}`) as ValueId;
        builder.output(outputKey('loss', id, port), named);
      }
    }
  }
  addTotal(builder, nodes, values);

  const hasLoss = builder.outputs.has(totalLossKey);
  const parameterShares = new Map<string, ValueId[]>();
  for (const checked of [...nodes].reverse()) {
    const { id } = checked.node;
    builder.origin = { node: id, stage: 'backward' };
    const isTotal = lossShare(checked) !== undefined;
    const leaves = new Map(inputLeaves.get(id));
    const upstream: string[] = [];
    for (const [port, { shape, carries }] of checked.outputs) {
      const shares = consumers.get(`${id} ${port}`) ?? [];
      const [first, ...others] = shares;
      const isEnd = isTotal && shape.length === 0;
      if (first === undefined && (hasLoss || isEnd || carries !== 'numbers')) continue;
      const sum =
        first === undefined
          ? builder.input(`${upstreamLeaf(port)} of ${id}`, shape)
          : others.reduce((total, share) => builder.add(total, share), first);
      leaves.set(upstreamLeaf(port), marked('gradient', sum, id, port));
      upstream.push(port);
    }
    if (upstream.length === 0 && !isTotal) continue;
    const output = join(
      builder,
      aloneProgram(checked, upstream, streamsFrom(firstStreams.get(id) ?? 0)),
      leaves,
    );
    for (const { name, from } of wiresInto(checked)) {
      const gradient = output(outputKey('gradient', id, name));
      if (gradient === undefined) continue;
      const key = from.join(' ');
      consumers.set(key, [...(consumers.get(key) ?? []), marked('gradient', gradient, id, name)]);
    }
    for (const { name } of checked.parameters) {
      const gradient = output(outputKey('gradient', id, name));
      if (gradient === undefined) continue;
      const key = keyOfParameter(checked, name);
      parameterShares.set(key, [...(parameterShares.get(key) ?? []), marked('gradient', gradient, id, name)]);
    }
  }
  addParameterSums(builder, nodes, parameterShares);
  return builder.finish();
}

const streamsFrom = (first: number): (() => number) => {
  let next = first;
  return () => next++;
};

function addTotal(
  builder: Builder,
  nodes: readonly CheckedNode[],
  values: ReadonlyMap<string, ValueId>,
): void {
  builder.origin = undefined;
  const losses = nodes.flatMap((checked) => {
    const weight = lossShare(checked);
    if (weight === undefined) return [];
    return [...checked.outputs.keys()].flatMap((port) => {
      const value = values.get(`${checked.node.id} ${port}`);
      if (value === undefined || builder.shape(value).length > 0) return [];
      return [weight === 1 ? value : builder.multiply(builder.constant(weight), value)];
    });
  });
  const [first, ...others] = losses;
  if (first === undefined) return;
  builder.output(
    totalLossKey,
    others.reduce((total, loss) => builder.add(total, loss), first),
  );
}

function addParameterSums(
  builder: Builder,
  nodes: readonly CheckedNode[],
  shares: ReadonlyMap<string, readonly ValueId[]>,
): void {
  for (const { node, parameters } of nodes) {
    for (const { name } of parameters) {
      const [first, ...others] = [...(shares.get(parameterKey(node.id, name)) ?? [])].reverse();
      if (first === undefined) continue;
      builder.output(
        outputKey('parameterGradient', node.id, name),
        others.reduce((total, share) => builder.add(total, share), first),
      );
    }
  }
}
