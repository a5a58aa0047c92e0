import { sideways } from './react-flow-view.ts';
import type { CardSize } from './view-handle.ts';

/** Pixels within the edge of the sheet from which it moves: fewer than lie beside a card that is brought into sight. */
const within = sideways - 2;
/** Pixels from there on to where it moves fastest, which is beyond the edge. */
const ramp = 40;
/** Pixels in a frame. */
const fastest = 15;

function along(at: number, length: number): number {
  const before = within - at;
  const behind = at - (length - within);
  const speed = (past: number): number => fastest * Math.min(1, past / ramp);
  if (before > 0) return speed(before);
  return behind > 0 ? -speed(behind) : 0;
}

/** How far a sheet moves in a frame while a wire is held at this place of it, or beyond it. */
export const panPerFrame = (
  { x, y }: { readonly x: number; readonly y: number },
  { width, height }: CardSize,
): { readonly x: number; readonly y: number } => ({ x: along(x, width), y: along(y, height) });
