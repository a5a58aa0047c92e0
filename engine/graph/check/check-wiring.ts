import type { Operator } from '../../operators/operator.ts';
import { displayName } from '../display-name.ts';
import type { GraphDocument, GraphEdge } from '../document.ts';
import { type FindOperator, operatorOf } from '../operator-of.ts';
import type { Topology } from '../topology.ts';
import { type Diagnostic, diagnostic, type Fix } from './diagnostic.ts';

/** Which wires lead where, as far as nodes and ports are known. */
export interface Wiring {
  /** By node, then by input port, in the order of the document's edges. */
  readonly inputs: ReadonlyMap<string, ReadonlyMap<string, readonly GraphEdge[]>>;
  /** Nodes with a faulty wire; what else they lack is not worth a second message. */
  readonly faulty: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

export const sameEdge = (left: GraphEdge, right: GraphEdge): boolean =>
  left.from[0] === right.from[0] &&
  left.from[1] === right.from[1] &&
  left.to[0] === right.to[0] &&
  left.to[1] === right.to[1];

export function readWiring(document: GraphDocument, topology: Topology, find: FindOperator): Wiring {
  const inputs = new Map<string, Map<string, GraphEdge[]>>();
  const faulty = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const edge of document.edges) {
    const fault = edgeFault(edge, topology, find);
    if (fault !== undefined) {
      diagnostics.push(fault);
      faulty.add(edge.to[0]);
      continue;
    }
    const [node, port] = edge.to;
    const ports = inputs.get(node) ?? new Map<string, GraphEdge[]>();
    inputs.set(node, ports);
    const wires = ports.get(port);
    if (wires === undefined) ports.set(port, [edge]);
    else wires.push(edge);
  }
  for (const [node, ports] of inputs) {
    for (const [port, wires] of ports) {
      const fault = wires.length > 1 ? doubledFault(node, port, wires, topology, find) : undefined;
      if (fault === undefined) continue;
      diagnostics.push(fault);
      faulty.add(node);
    }
  }
  return { inputs, faulty, diagnostics };
}

const operatorAt = (id: string, topology: Topology, find: FindOperator): Operator | undefined => {
  const node = topology.nodes.get(id);
  return node === undefined ? undefined : operatorOf(node, find);
};

const nameOf = (id: string, topology: Topology): string => displayName(topology.nodes.get(id) ?? { id });

const portNames = (ports: readonly { readonly name: string }[]): string =>
  ports.length === 0 ? 'none' : ports.map((port) => port.name).join(', ');

/** An end of a wire that leads to no node or port; ports of unknown operators are anyone's guess and pass. */
function edgeFault(edge: GraphEdge, topology: Topology, find: FindOperator): Diagnostic | undefined {
  const wire = `${nameOf(edge.from[0], topology)} → ${nameOf(edge.to[0], topology)}`;
  const fixes: readonly Fix[] = [{ kind: 'remove-edge', edge, label: `Remove the wire ${wire}` }];
  const ends = [
    { at: edge.from, word: 'output', ports: operatorAt(edge.from[0], topology, find)?.outputs },
    { at: edge.to, word: 'input', ports: operatorAt(edge.to[0], topology, find)?.inputs },
  ] as const;
  for (const [index, { at, word, ports }] of ends.entries()) {
    const [node, port] = at;
    if (!topology.nodes.has(node)) {
      const other = (index === 0 ? edge.to : edge.from)[0];
      return diagnostic('unknown-port', {
        ...(topology.nodes.has(other) ? { node: other } : {}),
        title: `The wire ${wire} ${index === 0 ? 'comes from' : 'leads to'} a node that is not there`,
        message: `Expected the id of a node; found ${node}.`,
        fixes,
      });
    }
    if (ports === undefined || ports.some(({ name }) => name === port)) continue;
    return diagnostic('unknown-port', {
      node,
      port,
      title: `${nameOf(node, topology)} has no ${word} ${port}`,
      message: `Expected ${word}s: ${portNames(ports)}; found ${port}.`,
      fixes,
    });
  }
  return undefined;
}

/** Several wires into a port that takes one, or one wire drawn twice. */
function doubledFault(
  node: string,
  port: string,
  wires: readonly GraphEdge[],
  topology: Topology,
  find: FindOperator,
): Diagnostic | undefined {
  const declared = operatorAt(node, topology, find)?.inputs.find(({ name }) => name === port);
  if (declared === undefined) return undefined;
  const seen = new Set<string>();
  const again = wires.filter(({ from }) => seen.size === seen.add(from.join(' ')).size);
  if (declared.several === true && again.length === 0) return undefined;
  const surplus = declared.several === true ? again : wires;
  const sources = wires.map(({ from }) => nameOf(from[0], topology)).join(', ');
  return diagnostic('doubled-connection', {
    node,
    port,
    title: `${nameOf(node, topology)} gets ${wires.length} wires at ${port}`,
    message:
      declared.several === true
        ? `Expected each wire once; found ${sources}.`
        : `Expected one wire; found ${wires.length}, from ${sources}.`,
    fixes: surplus.map((edge) => ({
      kind: 'remove-edge',
      edge,
      label: `Remove the wire from ${nameOf(edge.from[0], topology)}`,
    })),
  });
}
