import type { Operator, PortType } from '../../operators/operator.ts';
import { resolveAttributes } from '../attributes.ts';
import { operatorsOf } from '../blocks/block-operator.ts';
import { describeKinds, shortReason } from '../check/check-node.ts';
import { sameEdge } from '../check/check-wiring.ts';
import { type CheckedGraph, sourceOf } from '../check/checked-graph.ts';
import { nameOfNode } from '../display-name.ts';
import type { Endpoint, GraphEdge, GraphNode } from '../document.ts';
import { listsByKey } from '../lists-by-key.ts';
import { type FindOperator, operatorOf } from '../operator-of.ts';
import { readTopology, type Topology, upstreamOf } from '../topology.ts';

/** Whether a wire may join two ports; if not, why, in words that fit a tooltip: 'expects 4 features, gets 3'. */
export type Verdict =
  | { readonly ok: true; readonly edge: GraphEdge; readonly replaces?: GraphEdge }
  | { readonly ok: false; readonly reason: string };

export interface ConnectionOptions {
  /** A wire that is being taken from one port to another: judged as if it were gone. */
  readonly moving?: GraphEdge;
  /** A wire to a used port that takes one replaces the old one, instead of being refused. */
  readonly replaceUsed?: boolean;
  readonly find?: FindOperator;
}

type Side = 'output' | 'input';

interface Port {
  readonly node: GraphNode;
  readonly operator: Operator;
  readonly side: Side;
  readonly end: Endpoint;
}

const refuse = (reason: string): Verdict => ({ ok: false, reason });

function readPort(end: Endpoint, topology: Topology, find: FindOperator): Port | undefined {
  const node = topology.nodes.get(end[0]);
  const operator = node === undefined ? undefined : operatorOf(node, find);
  if (node === undefined || operator === undefined) return undefined;
  const has = (ports: readonly { readonly name: string }[]): boolean =>
    ports.some(({ name }) => name === end[1]);
  if (has(operator.outputs)) return { node, operator, side: 'output', end };
  return has(operator.inputs) ? { node, operator, side: 'input', end } : undefined;
}

/**
 * Judges wires from one port, an output or an input, to any other. What depends on the first port alone is worked
 * out once, so that all ports can be judged while a wire is dragged.
 */
export function connectionJudge(
  checked: CheckedGraph,
  from: Endpoint,
  options: ConnectionOptions = {},
): (to: Endpoint) => Verdict {
  const { moving, find = operatorsOf(checked.document) } = options;
  const edges =
    moving === undefined
      ? checked.document.edges
      : checked.document.edges.filter((edge) => !sameEdge(edge, moving));
  const topology = readTopology({ nodes: checked.document.nodes, edges });
  const start = readPort(from, topology, find);
  if (start === undefined) return () => refuse('no such port');
  /** Nodes that data from here would reach, or that reach here: the far side of a cycle. */
  const beyond = upstreamOf([from[0]], start.side === 'output' ? topology.incoming : outgoing(edges));
  return (to) => {
    const end = readPort(to, topology, find);
    if (end === undefined) return refuse('no such port');
    if (start.side === end.side) return refuse(`joins an ${start.side} to an ${end.side}`);
    const [source, target] = start.side === 'output' ? [start, end] : [end, start];
    if (beyond.has(to[0])) return refuse('would make a cycle');
    const edge: GraphEdge = { from: source.end, to: target.end };
    const verdict = judgeEdge(checked, topology, edge, target, options);
    return verdict.ok && moving !== undefined ? { ...verdict, replaces: moving } : verdict;
  };
}

export const judgeConnection = (
  checked: CheckedGraph,
  from: Endpoint,
  to: Endpoint,
  options?: ConnectionOptions,
): Verdict => connectionJudge(checked, from, options)(to);

/** Wires by the node they come from, turned round: walking up them walks down the graph. */
const outgoing = (edges: readonly GraphEdge[]): ReadonlyMap<string, readonly GraphEdge[]> =>
  listsByKey(edges.map(({ from, to }) => [from[0], { from: to, to: from }] as const));

/** A wire from an output to an input that makes no cycle: is the input free, and does it take what comes? */
function judgeEdge(
  checked: CheckedGraph,
  topology: Topology,
  edge: GraphEdge,
  target: Port,
  { replaceUsed = false }: ConnectionOptions,
): Verdict {
  const port = target.operator.inputs.find(({ name }) => name === edge.to[1]);
  if (port === undefined) return refuse('no such port');
  const wires = topology.incoming.get(edge.to[0]) ?? [];
  const here = wires.filter(({ to }) => to[1] === port.name);
  if (here.some((wire) => sameEdge(wire, edge))) return refuse('already connected to it');
  const replaced = port.several === true ? undefined : here[0];
  if (replaced !== undefined && !replaceUsed) return refuse('already connected');
  const accepted: Verdict =
    replaced === undefined ? { ok: true, edge } : { ok: true, edge, replaces: replaced };

  const type = typeOf(checked, edge.from);
  if (type === undefined) return accepted;
  if (!port.accepts.includes(type.carries)) return refuse(`needs ${describeKinds(port.accepts)}`);
  const kept = wires.filter((wire) => wire !== replaced);
  const reason = shapeFault(checked, target, [...kept, edge]);
  return reason === undefined ? accepted : refuse(reason);
}

function typeOf(checked: CheckedGraph, end: Endpoint): PortType | undefined {
  const [node, port] = sourceOf(checked, end);
  return checked.nodes.get(node)?.outputs.get(port);
}

/** Why the node would not take these wires; undefined where it would, or where that cannot be told yet. */
function shapeFault(
  checked: CheckedGraph,
  { node, operator }: Port,
  wires: readonly GraphEdge[],
): string | undefined {
  const { attributes, diagnostics } = resolveAttributes(operator, node);
  if (diagnostics.length > 0) return undefined;
  const inputs = new Map<string, readonly PortType[]>();
  for (const { name, accepts } of operator.inputs) {
    const types = wires.filter(({ to }) => to[1] === name).map(({ from }) => typeOf(checked, from));
    const known = types.filter((type) => type !== undefined);
    if (known.length === 0 || known.length < types.length) return undefined;
    if (known.some(({ carries }) => !accepts.includes(carries))) return undefined;
    inputs.set(name, known);
  }
  const inference = operator.infer({ attributes, inputs });
  if (inference.ok || inference.code === 'bad-attribute') return undefined;
  return shortReason(inference.message);
}

/** Names both ends, for a menu or a screen reader: 'fc1 output to act1 input'. */
export function describeEdge({ document }: CheckedGraph, { from, to }: GraphEdge): string {
  return `${nameOfNode(document, from[0])} ${from[1]} to ${nameOfNode(document, to[0])} ${to[1]}`;
}
