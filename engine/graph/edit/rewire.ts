import type { Attributes } from '../../operators/operator.ts';
import { operatorAt } from '../blocks/block-operator.ts';
import { isBoundary } from '../blocks/blocks.ts';
import { checkGraph } from '../check/check.ts';
import { sameEdge } from '../check/check-wiring.ts';
import type { Endpoint, GraphDocument, GraphEdge, GraphNode } from '../document.ts';
import { operatorOf } from '../operator-of.ts';
import { dropUnfitWeights } from '../stored-weights.ts';
import { type Box, refitFrames, type Size } from './annotations.ts';
import { connectionJudge, judgeConnection, type Verdict } from './connect.ts';
import { addNode, connect, disconnect, type Position, removeNodes } from './edit.ts';

/**
 * Changes of the wiring around a node: putting it into a wire, closing the gap where it was, putting another in its
 * place. Each is pure; new wires are only those that `judgeConnection` accepts, and stored weights that they make unfit are dropped.
 */

/** Pixels from one card of a chain to the next. */
const columnWidth = 176;

const portsOf = (document: GraphDocument, id: string) => {
  const operator = operatorAt(document, id);
  return {
    inputs: operator?.inputs.map(({ name }) => name) ?? [],
    // A loss gives the number that is minimised; nothing reads it.
    outputs:
      operator === undefined || operator.category === 'loss' ? [] : operator.outputs.map(({ name }) => name),
  };
};

export type Inserted =
  | { readonly ok: true; readonly document: GraphDocument }
  /** Why the node does not fit there, in words that fit a tooltip. */
  | { readonly ok: false; readonly reason: string };

/** The first port that takes a wire, or why the first of them does not. */
function firstFitting(
  ports: readonly string[],
  judge: (port: string) => Verdict,
  none: string,
): Exclude<Verdict, { readonly ok: false }> | { readonly ok: false; readonly reason: string } {
  const verdicts = ports.map(judge);
  return verdicts.find(({ ok }) => ok) ?? verdicts[0] ?? { ok: false, reason: none };
}

/**
 * Takes a wire apart and leads it through a node that stands on the sheet already: the first input that takes what the
 * wire carries, and the first output that its far end takes. The two wires stand in the place of the old one, so that
 * a port that takes several keeps their order.
 */
export function insertOnWire(document: GraphDocument, id: string, wire: GraphEdge): Inserted {
  const refuse = (reason: string): Inserted => ({ ok: false, reason });
  if (wire.from[0] === id || wire.to[0] === id) return refuse('is at an end of this wire');
  const place = document.edges.findIndex((edge) => sameEdge(edge, wire));
  if (place < 0) return refuse('no such wire');
  const opened = disconnect(document, [wire]);
  const { inputs, outputs } = portsOf(document, id);
  const judgeInput = connectionJudge(checkGraph(opened), wire.from);
  const first = firstFitting(inputs, (port) => judgeInput([id, port]), 'takes nothing in');
  if (!first.ok) return first;
  const half = connect(opened, first.edge);
  const checked = checkGraph(half);
  const second = firstFitting(
    outputs,
    (port) => judgeConnection(checked, [id, port], wire.to),
    'gives nothing that could be read',
  );
  if (!second.ok) return second;
  const edges = opened.edges.toSpliced(place, 0, first.edge, second.edge);
  return { ok: true, document: dropUnfitWeights({ ...half, edges }) };
}

type Axis = 'x' | 'y';

/** Nodes of which those from a place on have moved along an axis; what is pinned stays. */
const movedOn = (nodes: readonly GraphNode[], axis: Axis, from: number, by: number): readonly GraphNode[] =>
  nodes.map((each) =>
    each.pinned === true || each.position[axis] < from
      ? each
      : { ...each, position: { ...each.position, [axis]: each.position[axis] + by } },
  );

/** Pixels for a wire with its labels between two cards. */
const wireRoom = 48;

/**
 * Room for a card that was put into a wire: where it lies over an end of it, it comes to stand between the two, level
 * with the reader, and what lies from there on moves on, along the way that the wire goes.
 */
export function withRoom(
  document: GraphDocument,
  id: string,
  { from, to }: GraphEdge,
  sizeOf: (node: string) => Size,
): GraphDocument {
  const boxOf = (wanted: string): Box | undefined => {
    const node = document.nodes.find((each) => each.id === wanted);
    return node === undefined ? undefined : { ...node.position, ...sizeOf(wanted) };
  };
  const [card, source, reader] = [id, from[0], to[0]].map(boxOf);
  if (card === undefined || source === undefined || reader === undefined) return document;
  const isOver = ({ x, y, width, height }: Box): boolean =>
    card.x < x + width && x < card.x + card.width && card.y < y + height && y < card.y + card.height;
  const axis: Axis | undefined =
    reader.x >= source.x + source.width ? 'x' : reader.y >= source.y + source.height ? 'y' : undefined;
  if (axis === undefined || !(isOver(source) || isOver(reader))) return document;
  const side = axis === 'x' ? 'width' : 'height';
  const end = source[axis] + source[side];
  const by = Math.max(0, end + card[side] + 2 * wireRoom - reader[axis]);
  const position: Position = {
    ...{ x: reader.x, y: reader.y },
    [axis]: Math.round((end + reader[axis] + by - card[side]) / 2),
  };
  const others = document.nodes.filter((node) => node.id !== id);
  const moved = new Map(movedOn(others, axis, reader[axis], by).map((node) => [node.id, node]));
  const nodes = document.nodes.map((node) => moved.get(node.id) ?? { ...node, position });
  return refitFrames(document, { ...document, nodes }, sizeOf);
}

/**
 * A new node in a wire; where it has no room, what lies to the right moves on. The same document where the wire is not
 * there, or the operator cannot stand in it.
 */
export function insertNew(
  document: GraphDocument,
  wire: GraphEdge,
  operator: string,
  attributes: Attributes = {},
): GraphDocument {
  const source = document.nodes.find(({ id }) => id === wire.from[0]);
  const target = document.nodes.find(({ id }) => id === wire.to[0]);
  if (source === undefined || target === undefined) return document;
  const gap = target.position.x - source.position.x;
  const hasRoom = gap >= 2 * columnWidth;
  const position: Position = {
    x: hasRoom ? source.position.x + gap / 2 : target.position.x,
    y: target.position.y,
  };
  const pushed = hasRoom ? document.nodes : movedOn(document.nodes, 'x', target.position.x, columnWidth);
  const added = addNode({ ...document, nodes: pushed }, operator, position, { attributes });
  const inserted = insertOnWire(added.document, added.ids[0] ?? '', wire);
  return inserted.ok ? inserted.document : document;
}

/** The wire's other end stays; it comes from somewhere else now. */
export const reroute = (document: GraphDocument, edge: GraphEdge, from: Endpoint): GraphDocument =>
  document.edges.some((known) => sameEdge(known, edge))
    ? dropUnfitWeights({
        ...document,
        edges: document.edges.map((known) => (sameEdge(known, edge) ? { from, to: known.to } : known)),
      })
    : document;

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
  return closing.size === 0 ? removed : dropUnfitWeights(healed());
}

/** Another operator in a node's place, with the attributes and wires that both know. */
export function replaceOperator(document: GraphDocument, id: string, operator: string): GraphDocument {
  const index = document.nodes.findIndex((each) => each.id === id);
  const node = document.nodes[index];
  if (node === undefined) return document;
  const bare: GraphNode = { ...node, operator, attributes: {} };
  const declared = operatorOf(bare);
  if (declared === undefined) return document;
  const known = new Set(declared.attributes.map(({ name }) => name));
  const kept = Object.entries(node.attributes).filter(([name]) => known.has(name));
  const replaced: GraphNode = { ...bare, attributes: Object.fromEntries(kept) };
  const { inputs, outputs } = operatorOf(replaced) ?? declared;
  const has = (ports: readonly { readonly name: string }[], name: string): boolean =>
    ports.some((port) => port.name === name);
  const edges = document.edges.filter(
    ({ from, to }) => (from[0] !== id || has(outputs, from[1])) && (to[0] !== id || has(inputs, to[1])),
  );
  return dropUnfitWeights({ ...document, nodes: document.nodes.with(index, replaced), edges });
}
