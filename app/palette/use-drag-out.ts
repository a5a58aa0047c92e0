import { type PointerEvent, useRef, useState } from 'react';
import type { GraphEdge } from '../../engine/graph/document.ts';
import { addNode } from '../../engine/graph/edit/edit.ts';
import { insertOnWire } from '../../engine/graph/edit/rewire.ts';
import { leaveWires, tryWire, wireAt } from '../canvas/insertion.ts';
import { canvasView, usualCardSize } from '../canvas/view-handle.ts';
import { documentStore } from '../document/store.ts';
import { withinReach } from '../shelf/shelf-operators.ts';
import { addOperator } from './add-operator.ts';

/** The wire under the pointer that a new node of this kind could be put into; marked, or said why not. */
function wireFor(operator: string, event: PointerEvent<HTMLElement>): GraphEdge | undefined {
  const wire = event.altKey ? undefined : wireAt(event.clientX, event.clientY);
  return tryWire(wire, (into) => {
    const shown = documentStore.getState().document;
    const reached = withinReach(shown, operator) ?? { document: shown, operator };
    const { document, ids } = addNode(reached.document, reached.operator, { x: 0, y: 0 });
    return { name: operator, inserted: insertOnWire(document, ids[0] ?? '', into) };
  });
}

/** Pixels of movement that make a press a drag. */
const threshold = 5;

export interface Ghost {
  readonly operator: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Dragging a row of the palette onto the sheet, by mouse, pen or touch. A press without movement stays a click.
 */
export function useDragOut() {
  const [ghost, setGhost] = useState<Ghost>();
  const press = useRef<{ readonly operator: string; readonly x: number; readonly y: number } | undefined>(
    undefined,
  );
  const dragged = useRef(false);

  const onPointerDown = (operator: string) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    press.current = { operator, x: event.clientX, y: event.clientY };
    dragged.current = false;
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const start = press.current;
    if (start === undefined) return;
    const far = Math.hypot(event.clientX - start.x, event.clientY - start.y) >= threshold;
    if (!far && !dragged.current) return;
    dragged.current = true;
    setGhost({ operator: start.operator, x: event.clientX, y: event.clientY });
    wireFor(start.operator, event);
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const start = press.current;
    press.current = undefined;
    setGhost(undefined);
    if (start === undefined || !dragged.current) return;
    const at = canvasView()?.at(event.clientX, event.clientY);
    if (at !== undefined) {
      const wire = wireFor(start.operator, event);
      addOperator(start.operator, { x: at.x - usualCardSize.width / 2, y: at.y - 20 }, wire);
    }
    leaveWires();
  };
  const onPointerCancel = () => {
    press.current = undefined;
    leaveWires();
    setGhost(undefined);
  };
  /** Whether the click that follows a drag should be passed over. */
  const wasDrag = () => dragged.current;
  return { ghost, wasDrag, onPointerDown, onPointerMove, onPointerUp, onPointerCancel };
}
