import { isWithin } from '../../engine/graph/blocks/blocks.ts';
import type { CheckedGraph, CheckedNode } from '../../engine/graph/check/checked-graph.ts';
import { keyParts, ownedKey } from '../../engine/graph/parameter-keys.ts';
import { inputPortName } from '../../engine/passes/lower.ts';
import { type OutputKey, outputKey } from '../../engine/program/program.ts';
import type { Tensor } from '../../engine/program/tensor.ts';
import { normOf } from '../../engine/train/advice/measurement.ts';
import { gradientNorm } from '../../engine/train/node-statistics.ts';
import type { Look } from '../../engine/train/session.ts';
import { oneHotRows, pictureOf, responsePicture } from './picture.ts';
import type { NodeLook, NodeSnapshot, Picture, PortNumbers, SentTensor } from './protocol.ts';

const rootMeanSquare = (tensor: Tensor): number =>
  tensor.data.length === 0 ? 0 : normOf([tensor]) / Math.sqrt(tensor.data.length);

/** Names of a node's values: its input ports, each wire of one that takes several, then its outputs. */
function portNames(checked: CheckedNode): readonly string[] {
  const inputs = [...checked.inputs].flatMap(([port, connections]) =>
    connections.map((_, index) => inputPortName(port, index, connections.length)),
  );
  return [...inputs, ...checked.outputs.keys()];
}

/** Every value of the graph at steps × steps points of the plane of two features. */
export interface Response {
  readonly steps: number;
  readonly values: ReadonlyMap<OutputKey, Tensor>;
}

/** What a card draws: how it answers to the plane, where there is one; else its output; a single number says little as a picture, so a loss draws its input's gradient. */
function pictureOfNode(
  checked: CheckedNode,
  look: Look,
  response: Response | undefined,
): Picture | undefined {
  const { id } = checked.node;
  if (response !== undefined && checked.operator.feed !== 'target') {
    for (const port of checked.outputs.keys()) {
      const value = response.values.get(outputKey('value', id, port));
      if (value?.shape[0] === response.steps ** 2) return responsePicture(value, response.steps);
    }
  }
  for (const [port, type] of checked.outputs) {
    const value = look.values.get(outputKey('value', id, port));
    if (value === undefined) continue;
    if (type.carries === 'classes' && type.classes !== undefined && type.classes <= 1024) {
      return pictureOf(oneHotRows(value, type.classes));
    }
    if (value.shape.length > 0) return pictureOf(value);
  }
  for (const port of portNames(checked)) {
    const gradient = look.values.get(outputKey('gradient', id, port));
    if (gradient !== undefined && gradient.shape.length > 0) return pictureOf(gradient);
  }
  return undefined;
}

/** The numbers of one node that its card and its wires show. */
export function nodeSnapshot(checked: CheckedNode, look: Look, response?: Response): NodeSnapshot {
  const { id } = checked.node;
  const ports: Record<string, PortNumbers> = {};
  for (const port of portNames(checked)) {
    const value = look.values.get(outputKey('value', id, port));
    if (value === undefined) continue;
    const gradient = look.values.get(outputKey('gradient', id, port));
    ports[port] = {
      rms: rootMeanSquare(value),
      gradientNorm: gradient === undefined ? undefined : normOf([gradient]),
      shape: value.shape,
    };
  }
  const parameterNorms: Record<string, number> = {};
  for (const { name } of checked.parameters) {
    const gradient = look.values.get(ownedKey('parameterGradient', checked, name));
    if (gradient === undefined) continue;
    parameterNorms[name] = normOf([gradient]);
  }
  const output = [...checked.outputs.keys()][0] ?? '';
  const single = look.values.get(outputKey('value', id, output));
  return {
    node: id,
    picture: pictureOfNode(checked, look, response),
    ports,
    parameterNorms,
    gradientNorm: gradientNorm(checked, look),
    scalar: single?.shape.length === 0 ? single.data[0] : undefined,
  };
}

/** The nodes inside a use of a block, in the order of the data; none for a node of its own. */
const membersOf = (graph: CheckedGraph, id: string): readonly string[] =>
  graph.nodes.has(id) ? [] : graph.order.filter((node) => isWithin(node, id));

/** What the card of a block shows of its own: the gradient of all parameters inside, without any that of what it gives. */
function blockSnapshot(node: string, members: readonly CheckedNode[], look: Look): NodeSnapshot {
  const keys = members.flatMap((member) =>
    member.parameters.map(({ name }) => ownedKey('parameterGradient', member, name)),
  );
  const gradients = [...new Set(keys)].flatMap((key) => {
    const gradient = look.values.get(key);
    return gradient === undefined ? [] : [[key, gradient] as const];
  });
  const last = members.at(-1);
  return {
    node,
    picture: undefined,
    ports: {},
    parameterNorms: Object.fromEntries(gradients.map(([key, gradient]) => [key, normOf([gradient])])),
    gradientNorm:
      gradients.length > 0
        ? normOf(gradients.map(([, gradient]) => gradient))
        : last && gradientNorm(last, look),
    scalar: undefined,
  };
}

/** The nodes whose numbers some nodes show: themselves, those inside blocks, and the owners of parameters that they share. */
export function nodesRead(graph: CheckedGraph, asked: readonly string[]): ReadonlySet<string> {
  const nodes = asked.flatMap((id) => [id, ...membersOf(graph, id)]);
  const shared = nodes.flatMap((id) => [...(graph.nodes.get(id)?.shares.values() ?? [])]);
  return new Set([...nodes, ...shared.map((key) => keyParts(key).node)]);
}

/** Snapshots of the watched nodes, in their order; those the graph does not know are left out. */
export const nodeSnapshots = (
  graph: CheckedGraph,
  look: Look,
  watched: readonly string[],
  response?: Response,
): readonly NodeSnapshot[] =>
  watched.flatMap((id) => {
    const checked = graph.nodes.get(id);
    if (checked !== undefined) return [nodeSnapshot(checked, look, response)];
    const members = membersOf(graph, id).flatMap((member) => graph.nodes.get(member) ?? []);
    return members.length === 0 ? [] : [blockSnapshot(id, members, look)];
  });

export const sentTensor = ({ shape, data }: Tensor): SentTensor => ({ shape, data: Float64Array.from(data) });

/** Every number of one node. */
export function nodeLook(checked: CheckedNode, look: Look): NodeLook {
  const { id } = checked.node;
  const gather = (names: readonly string[], keyOf: (name: string) => OutputKey): Record<string, SentTensor> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const tensor = look.values.get(keyOf(name));
        return tensor === undefined ? [] : [[name, sentTensor(tensor)] as const];
      }),
    );
  const ports = portNames(checked);
  const parameters = checked.parameters.map(({ name }) => name);
  return {
    node: id,
    rows: look.rows,
    mode: look.mode,
    draw: look.draw,
    values: gather(ports, (name) => outputKey('value', id, name)),
    gradients: gather(ports, (name) => outputKey('gradient', id, name)),
    parameters: gather(parameters, (name) => ownedKey('parameter', checked, name)),
    parameterGradients: gather(parameters, (name) => ownedKey('parameterGradient', checked, name)),
    buffers: gather(
      checked.buffers.map(({ name }) => name),
      (name) => ownedKey('buffer', checked, name),
    ),
  };
}
