import type { Attributes } from '../operators/operator.ts';
import { operatorIn } from './block-operator.ts';
import { sameEdge } from './check-wiring.ts';
import type { Endpoint, GraphDocument, GraphEdge, GraphNode } from './document.ts';
import { removeNodes } from './edit.ts';
import { freshNames } from './fresh-names.ts';
import { operatorOf } from './operator-of.ts';
import { dropUnfitWeights } from './stored-weights.ts';

/** Edits that put a node into a wire, take one out of it, or put another in its place. */

/** Pixels from one card of a chain to the next. */
const columnWidth = 176;

const first = (ports: readonly { readonly name: string }[] | undefined): string | undefined =>
  ports?.[0]?.name;

/**
 * A new node in a wire, by its first ports; where it has no room, what lies to the right moves on. The same document
 * where the wire is not there, or the operator cannot stand in a wire.
 */
export function insertOnEdge(
  document: GraphDocument,
  edge: GraphEdge,
  operator: string,
  attributes: Attributes = {},
): GraphDocument {
  const source = document.nodes.find(({ id }) => id === edge.from[0]);
  const target = document.nodes.find(({ id }) => id === edge.to[0]);
  const at = document.edges.findIndex((known) => sameEdge(known, edge));
  const id = freshNames(document).forOperator(operator);
  const node: GraphNode = { id, operator, attributes, position: target?.position ?? { x: 0, y: 0 } };
  const declared = operatorOf(node);
  const [input, output] = [first(declared?.inputs), first(declared?.outputs)];
  if (source === undefined || target === undefined || at < 0) return document;
  if (input === undefined || output === undefined) return document;
  const gap = target.position.x - source.position.x;
  const hasRoom = gap >= 2 * columnWidth;
  const x = hasRoom ? source.position.x + gap / 2 : target.position.x;
  const pushed = document.nodes.map((each) =>
    hasRoom || each.position.x < target.position.x
      ? each
      : { ...each, position: { x: each.position.x + columnWidth, y: each.position.y } },
  );
  const edges = document.edges.toSpliced(at, 1, { from: edge.from, to: [id, input] }, {
    from: [id, output],
    to: edge.to,
  } satisfies GraphEdge);
  return dropUnfitWeights({
    ...document,
    nodes: [...pushed, { ...node, position: { x, y: target.position.y } }],
    edges,
  });
}

/** The wire's other end stays; it comes from somewhere else now. */
export const reroute = (document: GraphDocument, edge: GraphEdge, from: Endpoint): GraphDocument =>
  document.edges.some((known) => sameEdge(known, edge))
    ? dropUnfitWeights({
        ...document,
        edges: document.edges.map((known) => (sameEdge(known, edge) ? { from, to: known.to } : known)),
      })
    : document;

/** Takes a node out and lets those that read its first output read what it read. */
export function bypassNode(document: GraphDocument, id: string): GraphDocument {
  const node = document.nodes.find((each) => each.id === id);
  const declared = node === undefined ? undefined : operatorIn(document, node);
  const [input, output] = [first(declared?.inputs), first(declared?.outputs)];
  const arriving = document.edges.filter(({ to }) => to[0] === id && to[1] === input);
  const [feeding] = arriving;
  if (feeding === undefined || arriving.length > 1) return removeNodes(document, [id]);
  const edges = document.edges.map((edge) =>
    edge.from[0] === id && edge.from[1] === output ? { from: feeding.from, to: edge.to } : edge,
  );
  const kept = edges.filter((edge, index) => edges.findIndex((other) => sameEdge(other, edge)) === index);
  return dropUnfitWeights(removeNodes({ ...document, edges: kept }, [id]));
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
