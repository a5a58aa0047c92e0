import type { GraphDocument, GraphEdge } from './document.ts';
import { listsByKey } from './lists-by-key.ts';
import { type FindOperator, operatorOf } from './operator-of.ts';
import { readTopology } from './topology.ts';

/** A drawing without its muted nodes, and the ids of all that was left out with them. */
export interface Unmuted {
  readonly document: GraphDocument;
  readonly leftOut: ReadonlySet<string>;
}

const nothing: ReadonlySet<string> = new Set();

/**
 * Leaves out muted nodes, what then has nothing to read at one of its ports, and what is then read by nothing. A port
 * that takes several wires goes on with those that are left; a loss is read by the total.
 */
export function leaveOutMuted(document: GraphDocument, find: FindOperator): Unmuted {
  if (!document.nodes.some(({ skip }) => skip === 'mute')) return { document, leftOut: nothing };
  const { nodes, incoming, order } = readTopology(document);
  const leftOut = new Set(document.nodes.flatMap(({ id, skip }) => (skip === 'mute' ? [id] : [])));
  for (const id of order) if (isStarved(incoming.get(id) ?? [], leftOut)) leftOut.add(id);
  const readers = listsByKey(document.edges.map((edge) => [edge.from[0], edge] as const));
  for (const id of order.toReversed()) {
    const node = nodes.get(id);
    const isLoss = node !== undefined && operatorOf(node, find)?.category === 'loss';
    const readBy = readers.get(id) ?? [];
    if (!isLoss && readBy.length > 0 && readBy.every(({ to }) => leftOut.has(to[0]))) leftOut.add(id);
  }
  return {
    document: {
      ...document,
      nodes: document.nodes.filter(({ id }) => !leftOut.has(id)),
      edges: document.edges.filter(({ from, to }) => !leftOut.has(from[0]) && !leftOut.has(to[0])),
    },
    leftOut,
  };
}

/** Whether one of the ports that are wired gets nothing any more. */
function isStarved(wires: readonly GraphEdge[], leftOut: ReadonlySet<string>): boolean {
  const fed = new Map<string, boolean>();
  for (const { from, to } of wires) fed.set(to[1], fed.get(to[1]) === true || !leftOut.has(from[0]));
  return [...fed.values()].includes(false);
}
