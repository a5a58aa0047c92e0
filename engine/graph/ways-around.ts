import type { GraphDocument, GraphEdge } from './document.ts';
import { listsByKey } from './lists-by-key.ts';
import { readTopology } from './topology.ts';

/**
 * The wires that pass nodes by: those between two nodes that a longer way leads between too, such as the skip connection of a
 * residual block.
 */
export function waysAround(document: Pick<GraphDocument, 'nodes' | 'edges'>): ReadonlySet<GraphEdge> {
  const places = new Map(readTopology(document).order.map((id, place) => [id, place]));
  const outgoing = listsByKey(document.edges.map((edge) => [edge.from[0], edge] as const));
  const placeOf = (id: string): number => places.get(id) ?? Number.POSITIVE_INFINITY;

  /** Whether `to` reads what `from` computes by way of another node. Nodes after `to` do not lead there. */
  const isReachedOtherwise = (from: string, to: string): boolean => {
    const end = placeOf(to);
    const seen = new Set<string>();
    const open = (outgoing.get(from) ?? []).map((edge) => edge.to[0]).filter((id) => id !== to);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === to) return true;
      if (seen.has(id) || placeOf(id) > end) continue;
      seen.add(id);
      for (const edge of outgoing.get(id) ?? []) open.push(edge.to[0]);
    }
    return false;
  };

  return new Set(
    document.edges.filter(
      ({ from, to }) => places.has(from[0]) && places.has(to[0]) && isReachedOtherwise(from[0], to[0]),
    ),
  );
}
