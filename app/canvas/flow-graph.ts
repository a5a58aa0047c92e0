import type { Edge, Node } from 'reactflow';
import type { GraphDocument } from '../../engine/graph/document.ts';
import { edgeId } from '../document/store.ts';

/**
 * React Flow's nodes and edges, derived from the document. What did not change stays the same object, and what
 * React Flow measured is kept, so that an edit draws only what it touched.
 */

export function flowNodes(
  document: GraphDocument,
  selected: readonly string[],
  previous: readonly Node[],
  label: (id: string) => string,
  /** Nodes that may carry a slip, which lies above other cards. */
  faulty: ReadonlySet<string> = new Set(),
): Node[] {
  const before = new Map(previous.map((node) => [node.id, node]));
  const chosen = new Set(selected);
  return document.nodes.map(({ id, position, pinned }) => {
    const draggable = pinned !== true;
    const old = before.get(id);
    const isSelected = chosen.has(id);
    const ariaLabel = label(id);
    const zIndex = faulty.has(id) ? 5 : 0;
    const same =
      old !== undefined &&
      (old.position === position || (old.position.x === position.x && old.position.y === position.y)) &&
      old.selected === isSelected &&
      old.zIndex === zIndex &&
      old.draggable === draggable &&
      old.ariaLabel === ariaLabel;
    if (same) return old;
    return {
      ...old,
      id,
      type: 'card',
      position: { x: position.x, y: position.y },
      data: old?.data ?? {},
      selected: isSelected,
      zIndex,
      draggable,
      ariaLabel,
      ariaRole: 'group',
    };
  });
}

export function flowEdges(
  document: GraphDocument,
  selected: readonly string[],
  previous: readonly Edge[],
  label: (edge: GraphDocument['edges'][number]) => string,
): Edge[] {
  const before = new Map(previous.map((edge) => [edge.id, edge]));
  const chosen = new Set(selected);
  return document.edges.map((edge) => {
    const id = edgeId(edge);
    const old = before.get(id);
    const isSelected = chosen.has(id);
    const ariaLabel = label(edge);
    if (old !== undefined && old.selected === isSelected && old.ariaLabel === ariaLabel) return old;
    return {
      id,
      type: 'wire',
      source: edge.from[0],
      sourceHandle: edge.from[1],
      target: edge.to[0],
      targetHandle: edge.to[1],
      selected: isSelected,
      ariaLabel,
    };
  });
}
