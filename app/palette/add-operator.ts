import { operatorIn, operatorsOf } from '../../engine/graph/blocks/block-operator.ts';
import type { GraphDocument, GraphEdge } from '../../engine/graph/document.ts';
import { addNode, connect, fittingWire, moveNodes, type Position } from '../../engine/graph/edit/edit.ts';
import { insertOnWire, withRoom } from '../../engine/graph/edit/rewire.ts';
import { freePlace, leftOf, rightOf } from '../canvas/place.ts';
import { fetchToDo } from '../canvas/sheet-hint.tsx';
import { type CardSize, canvasView, cardSize, revealAdded, usualCardSize } from '../canvas/view-handle.ts';
import { documentStore, edit, selectNodes } from '../document/store.ts';
import { withinReach, withKeptWeights } from '../shelf/shelf-operators.ts';

export interface Surroundings {
  /** The one selected node, if there is one. */
  readonly selected: string | undefined;
  readonly middle: Position;
  readonly sizeOf: (node: string) => CardSize;
}

/**
 * Adds a node beside the selected one and wires them where that fits: after it if it can be read, before it if it
 * still waits for such data. Otherwise the node goes to the middle of what is seen.
 */
export function addBeside(document: GraphDocument, operator: string, around: Surroundings) {
  const { selected, middle, sizeOf } = around;
  const { document: added, ids } = addNode(document, operator, middle);
  const id = ids[0] ?? '';
  const anchor = document.nodes.find((node) => node.id === selected);
  const place = (wanted: Position, from: GraphDocument): GraphDocument =>
    moveNodes(from, new Map([[id, freePlace(document.nodes, wanted, sizeOf)]]));
  if (anchor === undefined) return { document: place(middle, added), ids };
  const after = fittingWire(added, anchor.id, id);
  if (after !== undefined) {
    return { document: place(rightOf(anchor, sizeOf(anchor.id)), connect(added, after)), ids };
  }
  const before = fittingWire(added, id, anchor.id);
  if (before !== undefined) {
    const ports = operatorIn(document, anchor)?.inputs ?? [];
    const port = ports.findIndex(({ name }) => name === before.to[1]);
    return { document: place(leftOf(anchor, Math.max(port, 0)), connect(added, before)), ids };
  }
  return { document: place(rightOf(anchor, sizeOf(anchor.id)), added), ids };
}

/**
 * Adds a node as one undo step, at a place of the document, there also into a wire, or beside what is selected; and
 * selects it. A kept block comes with its definition.
 */
export function addOperator(entry: string, at?: Position, into?: GraphEdge): void {
  const { document: shown, selectedNodes } = documentStore.getState();
  const reached = withinReach(shown, entry);
  if (reached === undefined) return;
  const { document, operator } = reached;
  const view = canvasView();
  const centre = view?.middle() ?? { x: 0, y: 0 };
  const middle = { x: centre.x - usualCardSize.width / 2, y: centre.y - usualCardSize.height / 2 };
  const added =
    at === undefined
      ? addBeside(document, operator, {
          selected: selectedNodes.length === 1 ? selectedNodes[0] : undefined,
          middle,
          sizeOf: cardSize,
        })
      : addNode(document, operator, { x: Math.round(at.x), y: Math.round(at.y) });
  const name = operatorsOf(document)(operator)?.name ?? operator;
  const wired = into === undefined ? undefined : insertOnWire(added.document, added.ids[0] ?? '', into);
  const done =
    into !== undefined && wired?.ok === true
      ? withRoom(wired.document, added.ids[0] ?? '', into, cardSize)
      : added.document;
  edit(`Add ${name}`, () => withKeptWeights(done, entry, added.ids[0] ?? ''));
  const [anchor, id] = [selectedNodes[0], added.ids[0]];
  if (at === undefined && selectedNodes.length === 1 && anchor !== undefined && id !== undefined) {
    // No part of the first load.
    fetchToDo(
      () => import('./explain-unwired.ts'),
      ({ explainUnwired }) => explainUnwired(anchor, id),
      'Whether it could be wired is not said.',
    );
  }
  selectNodes(added.ids);
  revealAdded(added.ids);
}
