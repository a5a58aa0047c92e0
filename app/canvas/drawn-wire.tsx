import type { ConnectionLineComponentProps } from 'reactflow';
import { useStore } from 'zustand';
import { connectingStore } from './connecting.ts';
import { landingStore } from './landing.ts';
import { wirePath } from './wire-path.ts';

/** The wire that follows the pointer; red where it would be refused, or taken out. */
export function DrawnWire({
  fromX,
  fromY,
  toX,
  toY,
  fromHandle,
  connectionStatus,
}: ConnectionLineComponentProps) {
  const moving = useStore(connectingStore, (state) => state.moving);
  const forward = fromHandle.type === 'source';
  const ends = forward
    ? { sourceX: fromX, sourceY: fromY, targetX: toX, targetY: toY }
    : { sourceX: toX, sourceY: toY, targetX: fromX, targetY: fromY };
  const lands = useStore(landingStore, (state) => state.lands);
  // The end of a wire that is let go over nothing takes the wire out.
  const isGoing =
    lands === false || (connectionStatus === null && lands === undefined && moving !== undefined);
  return <path d={wirePath(ends)} className={isGoing ? 'drawn-wire refused' : 'drawn-wire'} />;
}
