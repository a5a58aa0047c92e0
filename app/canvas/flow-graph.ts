import type { Edge, Node } from 'reactflow';
import { operatorsOf } from '../../engine/graph/blocks/block-operator.ts';
import type { GraphDocument, GraphEdge } from '../../engine/graph/document.ts';
import { operatorOf } from '../../engine/graph/operator-of.ts';
import { edgeId } from '../document/store.ts';
import { spokenAnnotation } from './card-text.ts';
import { handleOf } from './port.tsx';

/**
 * React Flow's nodes and edges, derived from the document. What did not change stays the same object, and what
 * React Flow measured is kept, so that an edit draws only what it touched.
 */

/** A card as before, but for whether it is pinned. */
function unpinned(node: Node | undefined): Partial<Node> {
  const { draggable: _, ...rest } = node ?? {};
  return rest;
}

/** Whether a card was made, and so measured, for this document and level. */
export const isOfSheet = (node: Node | undefined, sheet: string): boolean => node?.data['sheet'] === sheet;

export function flowNodes(
  document: GraphDocument,
  selected: readonly string[],
  previous: readonly Node[],
  label: (id: string) => string,
  /** Nodes that may carry a slip, which lies above other cards. */
  faulty: ReadonlySet<string> = new Set(),
  /** Which document and level it is: a card that is called alike on another one is measured anew. */
  sheet = '',
): Node[] {
  const before = new Map(previous.filter((node) => isOfSheet(node, sheet)).map((node) => [node.id, node]));
  const chosen = new Set(selected);
  return document.nodes.map(({ id, position, pinned }) => {
    // Of others the sheet decides, which may be locked.
    const draggable = pinned === true ? false : undefined;
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
      ...unpinned(old),
      id,
      type: 'card',
      position: { x: position.x, y: position.y },
      data: old?.data ?? { sheet },
      selected: isSelected,
      zIndex,
      ...(draggable === undefined ? {} : { draggable }),
      // Taken hold of, a card that stays where it is does not move the sheet instead.
      className: 'nopan',
      ariaLabel,
      ariaRole: 'group',
    };
  });
}

/** Frames lie behind wires and cards, notes among these. */
export function flowAnnotations(
  { annotations = [] }: GraphDocument,
  selected: readonly string[],
  previous: readonly Node[],
): Node[] {
  const before = new Map(previous.map((node) => [node.id, node]));
  const chosen = new Set(selected);
  return annotations.map((annotation) => {
    const { id, kind, position, size } = annotation;
    const old = before.get(id);
    const isSelected = chosen.has(id);
    if (old?.data['annotation'] === annotation && old.selected === isSelected) return old;
    return {
      ...old,
      id,
      type: kind,
      position: { ...position },
      ...size,
      data: { annotation },
      selected: isSelected,
      zIndex: kind === 'frame' ? -1 : 0,
      ariaLabel: spokenAnnotation(annotation),
      ariaRole: 'group',
      // Between its edges a frame lets the pointer through to the sheet.
      ...(kind === 'frame' ? { dragHandle: '.frame-title', style: { pointerEvents: 'none' } } : {}),
    };
  });
}

/** The input ports of a document that take any number of wires, by `node port`. */
function portsTakingSeveral(document: GraphDocument): ReadonlySet<string> {
  const find = operatorsOf(document);
  return new Set(
    document.nodes.flatMap((node) =>
      (operatorOf(node, find)?.inputs ?? []).flatMap(({ name, several }) =>
        several === true ? [`${node.id} ${name}`] : [],
      ),
    ),
  );
}

export function flowEdges(
  document: GraphDocument,
  selected: readonly string[],
  previous: readonly Edge[],
  label: (edge: GraphEdge) => string,
): Edge[] {
  const several = portsTakingSeveral(document);
  const takesSeveral = ({ to }: GraphEdge): boolean => several.has(to.join(' '));
  const before = new Map(previous.map((edge) => [edge.id, edge]));
  const chosen = new Set(selected);
  const places = new Map<string, number>();
  return document.edges.map((edge) => {
    const id = edgeId(edge);
    const end = edge.to.join(' ');
    const slot = places.get(end) ?? 0;
    places.set(end, slot + 1);
    // Of a port that takes one wire, a second one is a fault and lies over the first.
    const targetHandle = takesSeveral(edge) ? handleOf(edge.to[1], slot) : edge.to[1];
    const old = before.get(id);
    const isSelected = chosen.has(id);
    const ariaLabel = label(edge);
    const same =
      old !== undefined &&
      old.selected === isSelected &&
      old.ariaLabel === ariaLabel &&
      old.targetHandle === targetHandle;
    if (same) return old;
    return {
      id,
      type: 'wire',
      source: edge.from[0],
      sourceHandle: edge.from[1],
      target: edge.to[0],
      targetHandle,
      selected: isSelected,
      ariaLabel,
    };
  });
}
