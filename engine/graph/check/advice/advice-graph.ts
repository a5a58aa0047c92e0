import { displayName } from '../../display-name.ts';
import type { GraphDocument, GraphEdge } from '../../document.ts';
import { listsByKey } from '../../lists-by-key.ts';
import type { CheckedNode, Connection } from '../checked-graph.ts';

/** A wire whose both ends are known. */
export interface KnownWire {
  readonly edge: GraphEdge;
  readonly source: CheckedNode;
  readonly target: CheckedNode;
}

/** What the rules of advice read: the nodes without fault and who reads whom. */
export interface AdviceGraph {
  readonly document: Pick<GraphDocument, 'training' | 'data'>;
  readonly nodes: ReadonlyMap<string, CheckedNode>;
  /** Wires between known nodes, by the node they come from; gathered when first asked for. */
  readonly readers: () => ReadonlyMap<string, readonly KnownWire[]>;
}

export function adviceGraph(
  document: Pick<GraphDocument, 'training' | 'data'>,
  nodes: ReadonlyMap<string, CheckedNode>,
): AdviceGraph {
  let gathered: ReadonlyMap<string, readonly KnownWire[]> | undefined;
  const readers = () => {
    gathered ??= gatherReaders(nodes);
    return gathered;
  };
  return { document, nodes, readers };
}

function gatherReaders(nodes: ReadonlyMap<string, CheckedNode>): ReadonlyMap<string, readonly KnownWire[]> {
  const wiresInto = (target: CheckedNode): readonly KnownWire[] =>
    [...target.inputs].flatMap(([port, connections]) =>
      connections.flatMap(({ from }) => {
        const source = nodes.get(from[0]);
        const edge = { from, to: [target.node.id, port] as const };
        return source === undefined ? [] : [{ edge, source, target }];
      }),
    );
  return listsByKey([...nodes.values()].flatMap(wiresInto).map((wire) => [wire.edge.from[0], wire] as const));
}

export const nameOf = ({ node }: CheckedNode): string => displayName(node);

export const readersOf = ({ readers }: AdviceGraph, { node }: CheckedNode): readonly KnownWire[] =>
  readers().get(node.id) ?? [];

/** The only wire into a node that has one input with one wire. */
function onlyInput({ inputs }: CheckedNode): Connection | undefined {
  const [connections, ...others] = inputs.values();
  return others.length === 0 && connections?.length === 1 ? connections[0] : undefined;
}

/** Where the numbers of a port were made, past nodes that only pass them on. */
export interface Maker {
  readonly node: CheckedNode;
  /** Nodes that pass the numbers on, from the maker to the port. */
  readonly past: readonly CheckedNode[];
}

/** Follows a wire back past Flatten, Identity and whatever else keeps its input's numbers. */
export function makerOf(
  graph: AdviceGraph,
  { from }: Connection,
  passes: (node: CheckedNode) => boolean = ({ operator }) => operator.keepsValues === true,
): Maker | undefined {
  const past: CheckedNode[] = [];
  let node = graph.nodes.get(from[0]);
  while (node !== undefined && passes(node)) {
    const before = onlyInput(node);
    if (before === undefined) break;
    past.unshift(node);
    node = graph.nodes.get(before.from[0]);
  }
  return node === undefined ? undefined : { node, past };
}

/** 'through flat1 and drop1', with a space in front; nothing where the wire is direct. */
export function throughWords({ past }: Maker): string {
  const names = past.map(nameOf);
  const last = names.pop();
  if (last === undefined) return '';
  return ` through ${names.length === 0 ? last : `${names.join(', ')} and ${last}`}`;
}
