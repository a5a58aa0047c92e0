import { Builder } from '../program/builder.ts';
import { outputKey, type Program, parameterKey, totalLossKey, type ValueId } from '../program/program.ts';
import type { Shape } from '../program/shape.ts';

/** PyTorch's module.train() and module.eval(): what some operators compute depends on it. */
export type Mode = 'train' | 'evaluate';

/** What an operator sees while it writes itself as primitives. */
export interface LoweringContext {
  readonly builder: Builder;
  readonly node: string;
  readonly mode: Mode;
  /** One value per input port; a port that takes several wires has several. */
  readonly inputs: ReadonlyMap<string, readonly ValueId[]>;
  readonly parameters: ReadonlyMap<string, ValueId>;
  /** What is kept from batch to batch without being learned. */
  readonly buffers: ReadonlyMap<string, ValueId>;
  /** The output shapes that the operator's own shape rule gave. */
  readonly outputShapes: ReadonlyMap<string, Shape>;
  /** Numbers from [0, 1), drawn anew at every step and apart from all others of the program. */
  readonly random: (shape: Shape) => ValueId;
  /** Says what a buffer is after this step. */
  readonly updateBuffer: (name: string, value: ValueId) => void;
  /** Says that a value is one of the operator's declared parts, and gives it back. */
  readonly part: (name: string, value: ValueId) => ValueId;
}

/** One node of the drawing, ready to be written as primitives. */
export interface NodeToLower {
  readonly id: string;
  /** Where each input port's wires come from, as [node, port]. */
  readonly inputs: ReadonlyMap<string, readonly (readonly [node: string, port: string])[]>;
  readonly parameters: ReadonlyMap<string, Shape>;
  readonly buffers: ReadonlyMap<string, Shape>;
  /** Parameters and buffers that belong to another node, by name: their `node/name`. */
  readonly shares?: ReadonlyMap<string, string>;
  readonly outputShapes: ReadonlyMap<string, Shape>;
  /** Share of its output in the total loss; undefined for a node that is no loss. */
  readonly lossWeight: number | undefined;
  /** Gives one value per output port. */
  readonly lower: (context: LoweringContext) => ReadonlyMap<string, ValueId>;
}

/** Name of an input port's value; a port that takes several wires numbers them from 0. */
export const inputPortName = (port: string, index: number, count: number): string =>
  count === 1 ? port : `${port}.${index}`;

/** What the nodes of one program have in common while they are lowered one by one. */
export interface Lowering {
  readonly builder: Builder;
  readonly mode: Mode;
  /** Parameters that some node takes from another, by `node/name`. */
  readonly shared: ReadonlySet<string>;
  /** What each buffer has become so far, by `node/name`. */
  readonly buffers: Map<string, ValueId>;
  /** Numbers the places that draw random numbers, from 0. */
  readonly nextStream: () => number;
  /** Whether a node asked for the mode so far; what none asked for is the same in both. */
  dependsOnMode: boolean;
}

type LoweredNode = Omit<NodeToLower, 'inputs' | 'lossWeight'>;

export function startLowering(
  builder: Builder,
  mode: Mode,
  nodes: readonly Pick<NodeToLower, 'shares'>[] = [],
): Lowering {
  let streams = 0;
  return {
    builder,
    mode,
    shared: new Set(nodes.flatMap(({ shares }) => [...(shares?.values() ?? [])])),
    buffers: new Map(),
    nextStream: () => streams++,
    dependsOnMode: false,
  };
}

const keyOf = ({ id, shares }: LoweredNode, name: string): string =>
  shares?.get(name) ?? parameterKey(id, name);

const isOwn = ({ shares }: LoweredNode, name: string): boolean => shares?.has(name) !== true;

function lowerParameter(
  { builder, shared }: Lowering,
  node: LoweredNode,
  name: string,
  shape: Shape,
): ValueId {
  const key = keyOf(node, name);
  const id = builder.parameter(key, shape);
  if (isOwn(node, name)) builder.output(outputKey('parameter', node.id, name), id);
  if (!shared.has(key)) return id;
  const used = builder.port(id, node.id, name);
  builder.output(outputKey('value', node.id, name), used);
  return used;
}

/** A buffer as the nodes before have left it. */
function lowerBuffer({ builder, buffers }: Lowering, node: LoweredNode, name: string, shape: Shape): ValueId {
  const key = keyOf(node, name);
  const leaf = builder.state(key, shape);
  if (isOwn(node, name)) builder.output(outputKey('buffer', node.id, name), leaf);
  return buffers.get(key) ?? leaf;
}

/**
 * Lets one node write itself as primitives, on leaves for its parameters and buffers; these, and what buffers become,
 * are outputs. Gives what the node gives out, and its parameters, by name.
 */
export function lowerNode(
  lowering: Lowering,
  node: LoweredNode,
  inputs: LoweringContext['inputs'],
): { readonly outputs: ReadonlyMap<string, ValueId>; readonly parameters: ReadonlyMap<string, ValueId> } {
  const { builder, mode, nextStream } = lowering;
  const leaves = (shapes: ReadonlyMap<string, Shape>, leaf: typeof lowerParameter): Map<string, ValueId> =>
    new Map([...shapes].map(([name, shape]) => [name, leaf(lowering, node, name, shape)]));
  const parameters = leaves(node.parameters, lowerParameter);
  const outputs = node.lower({
    builder,
    node: node.id,
    get mode() {
      lowering.dependsOnMode = true;
      return mode;
    },
    inputs,
    parameters,
    buffers: leaves(node.buffers, lowerBuffer),
    outputShapes: node.outputShapes,
    random: (shape) => builder.random(nextStream(), shape),
    updateBuffer: (name, value) => {
      const key = keyOf(node, name);
      lowering.buffers.set(key, value);
      const at = key.lastIndexOf('/');
      builder.output(outputKey('stateUpdate', key.slice(0, at), key.slice(at + 1)), value);
    },
    part: (name, value) => {
      builder.output(outputKey('part', node.id, name), value);
      return value;
    },
  });
  return { outputs, parameters };
}

/**
 * Writes the drawing as primitives, as it computes in training or in evaluation. Nodes come in the order of
 * their data. Every port of every node is an output named `value node port`, every parameter `parameter node name` and
 * every buffer `buffer node name` after the node that owns it, and the losses, each times its weight, add up to one
 * scalar. A parameter that several nodes use passes a port mark at each of them, `value node name`, so that each use has
 * a gradient of its own, and the parameter the sum; a buffer that several nodes update passes from one to the next. The
 * places that draw random numbers have streams of their own, counted from 0 in the order of the nodes. Gives whether the
 * other mode may compute anything else.
 */
export function lowerInto(builder: Builder, nodes: readonly NodeToLower[], mode: Mode): boolean {
  const lowering = startLowering(builder, mode, nodes);
  const produced = new Map<string, ValueId>();
  const losses: ValueId[] = [];
  for (const node of nodes) {
    builder.origin = { node: node.id, stage: 'forward' };
    const inputs = new Map<string, readonly ValueId[]>();
    for (const [port, sources] of node.inputs) {
      inputs.set(
        port,
        sources.map((source, index) => {
          const from = produced.get(outputKey('value', ...source));
          if (from === undefined) throw new Error(`${node.id} reads ${source.join('.')} before it is made`);
          const name = inputPortName(port, index, sources.length);
          const taken = builder.port(from, node.id, name);
          builder.output(outputKey('value', node.id, name), taken);
          return taken;
        }),
      );
    }
    const { outputs } = lowerNode(lowering, node, inputs);
    for (const [port, id] of outputs) {
      const given = builder.port(id, node.id, port);
      produced.set(outputKey('value', node.id, port), given);
      builder.output(outputKey('value', node.id, port), given);
      // Losses that were kept apart (reduction none) are values like others: only a scalar can be made small.
      if (node.lossWeight === undefined || builder.shape(given).length > 0) continue;
      builder.output(outputKey('loss', node.id, port), given);
      losses.push(node.lossWeight === 1 ? given : builder.multiply(builder.constant(node.lossWeight), given));
    }
  }
  const [first, ...others] = losses;
  if (first !== undefined) {
    builder.origin = undefined;
    builder.output(
      totalLossKey,
      others.reduce((total, loss) => builder.add(total, loss), first),
    );
  }
  return lowering.dependsOnMode;
}

/** The drawing as a program of its own: see `lowerInto`. */
export function lower(nodes: readonly NodeToLower[], mode: Mode): Program {
  const builder = new Builder();
  lowerInto(builder, nodes, mode);
  return builder.finish();
}
