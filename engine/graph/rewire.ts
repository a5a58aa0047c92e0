import { operatorIn } from './block-operator.ts';
import { isBoundary } from './blocks.ts';
import { checkGraph } from './check.ts';
import { sameEdge } from './check-wiring.ts';
import { connectionJudge, judgeConnection } from './connect.ts';
import type { Endpoint, GraphDocument, GraphEdge } from './document.ts';
import { connect, disconnect, removeNodes } from './edit.ts';

/**
 * Changes of the wiring around a node: putting it into a wire, and closing the gap where it was. Each is pure, and
 * draws only wires that `judgeConnection` accepts.
 */

const portsOf = (document: GraphDocument, id: string) => {
  const node = document.nodes.find((each) => each.id === id);
  const operator = node === undefined ? undefined : operatorIn(document, node);
  return {
    inputs: operator?.inputs.map(({ name }) => name) ?? [],
    // A loss gives the number that is minimised; nothing reads it.
    outputs:
      operator === undefined || operator.category === 'loss' ? [] : operator.outputs.map(({ name }) => name),
  };
};

/**
 * Takes a wire apart and leads it through a node that stands on the sheet already: the first input that takes what the
 * wire carries, and the first output that its far end takes. Undefined where the node does not fit there.
 */
export function insertOnWire(
  document: GraphDocument,
  id: string,
  wire: GraphEdge,
): GraphDocument | undefined {
  if (wire.from[0] === id || wire.to[0] === id || !document.edges.some((edge) => sameEdge(edge, wire)))
    return undefined;
  const place = document.edges.findIndex((edge) => sameEdge(edge, wire));
  const opened = disconnect(document, [wire]);
  const { inputs, outputs } = portsOf(document, id);
  const judge = connectionJudge(checkGraph(opened), wire.from);
  const first = inputs.map((port) => judge([id, port])).find((verdict) => verdict.ok);
  if (first?.ok !== true) return undefined;
  const half = connect(opened, first.edge);
  const checked = checkGraph(half);
  const second = outputs
    .map((port) => judgeConnection(checked, [id, port], wire.to))
    .find((verdict) => verdict.ok);
  if (second?.ok !== true) return undefined;
  // In the place of the old wire, so that a port that takes several keeps their order.
  const edges = half.edges.toSpliced(place, 0, second.edge);
  return { ...half, edges };
}

/** Whether a node could be put into a wire. */
export const fitsOnWire = (document: GraphDocument, id: string, wire: GraphEdge): boolean =>
  insertOnWire(document, id, wire) !== undefined;

/** The one place that feeds nodes which go together; undefined where there is none, or several. */
function onlySource(document: GraphDocument, gone: ReadonlySet<string>, start: string): Endpoint | undefined {
  let at = start;
  for (let steps = 0; steps <= gone.size; steps += 1) {
    const sources = new Map(
      document.edges.filter(({ to }) => to[0] === at).map(({ from }) => [from.join(' '), from] as const),
    );
    const [only, ...others] = [...sources.values()];
    if (only === undefined || others.length > 0) return undefined;
    if (!gone.has(only[0])) return only;
    at = only[0];
  }
  return undefined;
}

/**
 * Takes out nodes and closes the gaps: what a node with one source fed is fed by that source, where it fits. The wires
 * that close gaps stand where those stood that they replace.
 */
export function removeAndHeal(document: GraphDocument, ids: Iterable<string>): GraphDocument {
  const gone = new Set([...ids].filter((id) => !isBoundary(id)));
  const removed = removeNodes(document, gone);
  if (removed === document) return document;
  const kept = new Set(removed.edges);
  const closing = new Map<GraphEdge, GraphEdge>();
  const healed = (): GraphDocument => ({
    ...removed,
    edges: document.edges.flatMap((edge) => (kept.has(edge) ? edge : (closing.get(edge) ?? []))),
  });
  for (const edge of document.edges) {
    if (!gone.has(edge.from[0]) || gone.has(edge.to[0])) continue;
    const source = onlySource(document, gone, edge.from[0]);
    const verdict = source === undefined ? undefined : judgeConnection(checkGraph(healed()), source, edge.to);
    if (verdict?.ok === true && verdict.replaces === undefined) closing.set(edge, verdict.edge);
  }
  return closing.size === 0 ? removed : healed();
}
