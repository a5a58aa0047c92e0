import { operatorIn } from '../../engine/graph/blocks/block-operator.ts';
import type { CheckedGraph } from '../../engine/graph/check/checked-graph.ts';
import { displayName } from '../../engine/graph/display-name.ts';
import type { Endpoint, GraphDocument, GraphEdge, GraphNode } from '../../engine/graph/document.ts';
import { readTopology } from '../../engine/graph/topology.ts';
import { spokenAnnotation } from '../canvas/card-text.ts';
import { edgeId } from '../document/store.ts';

/** The graph as a list to be read from top to bottom: each node, and below an open one its wires and free ports. */
export type OutlineRow =
  | { readonly kind: 'node'; readonly key: string; readonly node: GraphNode; readonly open: boolean }
  /** A note or a frame, after all nodes. */
  | { readonly kind: 'annotation'; readonly key: string; readonly node: string; readonly text: string }
  | {
      readonly kind: 'wire';
      readonly key: string;
      readonly node: string;
      readonly edge: GraphEdge;
      readonly text: string;
    }
  | {
      readonly kind: 'port';
      readonly key: string;
      readonly node: string;
      readonly port: string;
      readonly side: 'input' | 'output';
      readonly text: string;
    };

export const nodeKey = (id: string): string => `node ${id}`;

/** Nodes in the order of the data; those on a cycle after them, as they were drawn. */
function inOrder(document: GraphDocument): readonly GraphNode[] {
  const places = new Map(readTopology(document).order.map((id, place) => [id, place]));
  const place = ({ id }: GraphNode): number => places.get(id) ?? places.size;
  return document.nodes.toSorted((a, b) => place(a) - place(b));
}

export function outlineRows(checked: CheckedGraph, open: ReadonlySet<string>): readonly OutlineRow[] {
  const names = new Map(checked.document.nodes.map((node) => [node.id, displayName(node)]));
  const end = ([id, port]: Endpoint): string => `${names.get(id) ?? id}.${port}`;
  const { edges } = checked.document;
  const written = (checked.document.annotations ?? []).map(
    (annotation): OutlineRow => ({
      kind: 'annotation',
      key: nodeKey(annotation.id),
      node: annotation.id,
      text: spokenAnnotation(annotation),
    }),
  );
  const rows = inOrder(checked.document).flatMap((node): readonly OutlineRow[] => {
    const isOpen = open.has(node.id);
    const row: OutlineRow = { kind: 'node', key: nodeKey(node.id), node, open: isOpen };
    if (!isOpen) return [row];
    const operator = operatorIn(checked.document, node);
    const wireRow = (edge: GraphEdge, text: string): OutlineRow => ({
      kind: 'wire',
      key: `${node.id} ${edgeId(edge)}`,
      node: node.id,
      edge,
      text,
    });
    const portRow = (port: string, side: 'input' | 'output', text: string): OutlineRow => ({
      kind: 'port',
      key: `${node.id} ${side} ${port}`,
      node: node.id,
      port,
      side,
      text,
    });
    const inputs = (operator?.inputs ?? []).flatMap(({ name, several }) => {
      const wires = edges.filter(({ to }) => to[0] === node.id && to[1] === name);
      const rows = wires.map((edge) => wireRow(edge, `${name} ← ${end(edge.from)}`));
      if (wires.length === 0) return [portRow(name, 'input', `${name} is not connected`)];
      return several === true ? [...rows, portRow(name, 'input', `${name} takes another`)] : rows;
    });
    const outputs = (operator?.category === 'loss' ? [] : (operator?.outputs ?? [])).flatMap(({ name }) => {
      const wires = edges.filter(({ from }) => from[0] === node.id && from[1] === name);
      const rows = wires.map((edge) => wireRow(edge, `${name} → ${end(edge.to)}`));
      return [...rows, portRow(name, 'output', wires.length === 0 ? `${name} is not read` : `${name} to…`)];
    });
    return [row, ...inputs, ...outputs];
  });
  return [...rows, ...written];
}

/** The key of the row that an arrow, Home or End goes to; undefined where the key is none of these. */
export function rowAfter(rows: readonly OutlineRow[], current: number, press: string): string | undefined {
  switch (press) {
    case 'ArrowDown':
      return rows[Math.min(current + 1, rows.length - 1)]?.key;
    case 'ArrowUp':
      return rows[Math.max(current - 1, 0)]?.key;
    case 'Home':
      return rows[0]?.key;
    case 'End':
      return rows.at(-1)?.key;
    default:
      return undefined;
  }
}

/** The node, note or frame that a row is of as a whole; undefined of what lies within one. */
export const wholeOf = (row: OutlineRow | undefined): string | undefined =>
  row?.kind === 'node' ? row.node.id : row?.kind === 'annotation' ? row.node : undefined;

/** The next row, up or down, that is of a node, note or frame as a whole. */
export const nextWhole = (
  rows: readonly OutlineRow[],
  current: number,
  by: 1 | -1,
): OutlineRow | undefined =>
  by === 1
    ? rows.slice(current + 1).find((row) => wholeOf(row) !== undefined)
    : rows.slice(0, current).findLast((row) => wholeOf(row) !== undefined);

/** What lies from one row to another, in either order. */
export function stretch(rows: readonly OutlineRow[], from: string, to: string): readonly string[] {
  const ends = [from, to].map((key) => rows.findIndex((row) => row.key === key));
  if (ends.includes(-1)) return [];
  return rows.slice(Math.min(...ends), Math.max(...ends) + 1).flatMap((row) => wholeOf(row) ?? []);
}
