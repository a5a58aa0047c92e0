import type { GraphDocument, GraphEdge, GraphNode } from './document.ts';
import { listsByKey } from './lists-by-key.ts';
import { nodesById } from './ownership.ts';

/** A graph's wiring, without regard to what the nodes are. */
export interface Topology {
  /** By id; of two nodes with one id the first. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** Edges between known nodes by the node they lead to, in document order. */
  readonly incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  /** Ids of the nodes on no cycle, each after what it reads, otherwise in document order. */
  readonly order: readonly string[];
  /** One cycle for each knot of nodes that read each other, in the direction of the data. */
  readonly cycles: readonly (readonly string[])[];
}

const none: readonly GraphEdge[] = [];

export function readTopology(document: Pick<GraphDocument, 'nodes' | 'edges'>): Topology {
  const nodes = nodesById(document.nodes);
  const known = document.edges.filter(({ from, to }) => nodes.has(from[0]) && nodes.has(to[0]));
  const incoming = listsByKey(known.map((edge) => [edge.to[0], edge] as const));
  return { nodes, incoming, ...sortNodes(nodes, incoming) };
}

interface Visit {
  readonly id: string;
  readonly reads: readonly GraphEdge[];
  next: number;
}

/**
 * Tarjan's strongly connected components along "reads", with a stack of our own so that a chain of any length
 * fits. Components come out after all that they read: those of one node are the order, the others hold cycles.
 * https://doi.org/10.1137/0201010
 */
function sortNodes(
  nodes: ReadonlyMap<string, GraphNode>,
  incoming: ReadonlyMap<string, readonly GraphEdge[]>,
): Pick<Topology, 'order' | 'cycles'> {
  const order: string[] = [];
  const cycles: (readonly string[])[] = [];
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();

  const enter = (id: string): Visit => {
    numbers.set(id, numbers.size);
    lowest.set(id, numbers.size - 1);
    open.push(id);
    isOpen.add(id);
    return { id, reads: incoming.get(id) ?? none, next: 0 };
  };
  const lower = (id: string, to: number): void => {
    if (to < (lowest.get(id) as number)) lowest.set(id, to);
  };
  const leave = (id: string): void => {
    if (lowest.get(id) !== numbers.get(id)) return;
    const component = open.splice(open.lastIndexOf(id));
    for (const member of component) isOpen.delete(member);
    const readsItself = (incoming.get(id) ?? none).some((edge) => edge.from[0] === id);
    if (component.length === 1 && !readsItself) order.push(id);
    else cycles.push(shortestCycle(id, new Set(component), incoming));
  };

  for (const root of nodes.keys()) {
    if (numbers.has(root)) continue;
    const path: Visit[] = [enter(root)];
    while (path.length > 0) {
      const visit = path[path.length - 1] as Visit;
      const edge = visit.reads[visit.next];
      visit.next += 1;
      if (edge === undefined) {
        path.pop();
        leave(visit.id);
        const reader = path[path.length - 1];
        if (reader !== undefined) lower(reader.id, lowest.get(visit.id) as number);
      } else if (!numbers.has(edge.from[0])) path.push(enter(edge.from[0]));
      else if (isOpen.has(edge.from[0])) lower(visit.id, numbers.get(edge.from[0]) as number);
    }
  }
  return { order, cycles };
}

/** The shortest way from a node back to itself within its component, found breadth first. */
function shortestCycle(
  start: string,
  component: ReadonlySet<string>,
  incoming: ReadonlyMap<string, readonly GraphEdge[]>,
): readonly string[] {
  const readBy = new Map<string, string>();
  const queue = [start];
  for (const id of queue) {
    for (const { from } of incoming.get(id) ?? none) {
      const source = from[0];
      if (source === start) return wayTo(id, start, readBy);
      if (!component.has(source) || readBy.has(source)) continue;
      readBy.set(source, id);
      queue.push(source);
    }
  }
  return [start];
}

/** From `start`, which `last` reads again… along the data: start, last, …, and back to start. */
function wayTo(last: string, start: string, readBy: ReadonlyMap<string, string>): readonly string[] {
  const way: string[] = [start];
  for (let at = last; at !== start; at = readBy.get(at) as string) way.push(at);
  return way;
}

/** Every node from which data reaches one of `ends`, the ends included. */
export function upstreamOf(
  ends: Iterable<string>,
  incoming: ReadonlyMap<string, readonly GraphEdge[]>,
): ReadonlySet<string> {
  const found = new Set(ends);
  for (const id of found) for (const { from } of incoming.get(id) ?? none) found.add(from[0]);
  return found;
}
