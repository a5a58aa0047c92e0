import { createContext } from 'react';

/** How much of a node is drawn: the card, from afar a chip with its name and count, or where no name has room a box. */
export type ZoomLevel = 'card' | 'chip' | 'box';

export const zoomLevelAt = (zoom: number): ZoomLevel =>
  zoom >= 0.6 ? 'card' : zoom >= 0.18 ? 'chip' : 'box';

/** The zoom as chips and boxes know it, whose type and borders keep their size: in steps, because each lays all of them out again. */
export function zoomStep(zoom: number): string {
  if (zoomLevelAt(zoom) === 'card') return '0.5';
  return zoomLevelAt(zoom) === 'chip' ? String(Math.round(zoom * 50) / 50) : zoom.toPrecision(1);
}

/** Pixels of the screen across a wire that can be hit. */
const hit = 24;

/** The same in pixels of the sheet, in steps as above; from far away wires are not taken hold of. */
export function hitWidth(zoom: number): string {
  const steps = zoomLevelAt(zoom) === 'card' ? 5 : 20;
  return `${Math.round(hit / Math.min(1, Math.max(0.18, Math.floor(zoom * steps) / steps)))}px`;
}

export const ZoomLevelContext = createContext<ZoomLevel>('card');
