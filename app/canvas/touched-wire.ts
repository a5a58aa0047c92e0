import type { TouchEvent } from 'react';

/**
 * A finger on a wire's end takes it elsewhere, as the mouse does. React Flow follows fingers, but begins with the mouse
 * alone; it is told of one, and hears what the finger does from then on.
 */
export function takeWireByTouch(event: TouchEvent): void {
  const touch = event.touches[0];
  const { target } = event;
  if (touch === undefined || event.touches.length > 1 || !(target instanceof Element)) return;
  if (!target.classList.contains('react-flow__edgeupdater')) return;
  // The sheet would move along.
  event.stopPropagation();
  const { clientX, clientY } = touch;
  target.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true, clientX, clientY }));
}
