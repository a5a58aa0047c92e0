import { Builder } from '../program/builder.ts';
import { outputKey, type Program, parameterKey, totalLossKey, type ValueId } from '../program/program.ts';
import type { Shape } from '../program/shape.ts';

/** What an operator sees while it writes itself as primitives. */
export interface LoweringContext {
  readonly builder: Builder;
  readonly node: string;
  /** One value per input port; a port that takes several wires has several. */
  readonly inputs: ReadonlyMap<string, readonly ValueId[]>;
  readonly parameters: ReadonlyMap<string, ValueId>;
  /** The output shapes that the operator's own shape rule gave. */
  readonly outputShapes: ReadonlyMap<string, Shape>;
}

/** One node of the drawing, ready to be written as primitives. */
export interface NodeToLower {
  readonly id: string;
  /** Where each input port's wires come from, as [node, port]. */
  readonly inputs: ReadonlyMap<string, readonly (readonly [node: string, port: string])[]>;
  readonly parameters: ReadonlyMap<string, Shape>;
  /** Parameters that belong to another node, by name: their `node/parameter`. */
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

const keyOf = ({ id, shares }: NodeToLower, name: string): string =>
  shares?.get(name) ?? parameterKey(id, name);

/** Parameters that some node takes from another. */
const sharedKeys = (nodes: readonly NodeToLower[]): ReadonlySet<string> =>
  new Set(nodes.flatMap(({ shares }) => [...(shares?.values() ?? [])]));

/**
 * The drawing as one program of primitives. Nodes come in the order of their data. Every port of every node is an
 * output named `value node port`, every parameter `parameter node name` after the node that owns it, and the losses,
 * each times its weight, add up to one scalar. A parameter that several nodes use passes a port mark at each of them,
 * `value node name`, so that each use has a gradient of its own, and the parameter the sum.
 */
export function lower(nodes: readonly NodeToLower[]): Program {
  const builder = new Builder();
  const produced = new Map<string, ValueId>();
  const losses: ValueId[] = [];
  const shared = sharedKeys(nodes);
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
    const parameters = new Map<string, ValueId>();
    for (const [name, shape] of node.parameters) {
      const key = keyOf(node, name);
      const id = builder.parameter(key, shape);
      if (node.shares?.has(name) !== true) builder.output(outputKey('parameter', node.id, name), id);
      if (!shared.has(key)) {
        parameters.set(name, id);
        continue;
      }
      const used = builder.port(id, node.id, name);
      builder.output(outputKey('value', node.id, name), used);
      parameters.set(name, used);
    }
    const outputs = node.lower({
      builder,
      node: node.id,
      inputs,
      parameters,
      outputShapes: node.outputShapes,
    });
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
  return builder.finish();
}
