import { type PointerEvent, useRef, useState } from 'react';
import { canvasView, usualCardSize } from '../canvas/view-handle.ts';
import { addOperator } from './add-operator.ts';

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
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const start = press.current;
    press.current = undefined;
    setGhost(undefined);
    if (start === undefined || !dragged.current) return;
    const at = canvasView()?.at(event.clientX, event.clientY);
    if (at !== undefined) {
      addOperator(start.operator, { x: at.x - usualCardSize.width / 2, y: at.y - 20 });
    }
  };
  const onPointerCancel = () => {
    press.current = undefined;
    setGhost(undefined);
  };
  /** Whether the click that follows a drag should be passed over. */
  const wasDrag = () => dragged.current;
  return { ghost, wasDrag, onPointerDown, onPointerMove, onPointerUp, onPointerCancel };
}
