import { type PointerEvent, useEffect } from 'react';
import { useConnection, useStoreApi } from 'reactflow';
import { connectingStore } from './connecting.ts';
import { panPerFrame } from './pan-per-frame.ts';

/** React Flow's own moving of the sheet beside its edges, turned off; see below. */
export const stillAtEdges = {
  autoPanOnConnect: false,
  autoPanOnSelection: false,
  autoPanOnNodeDrag: false,
} as const;

/**
 * What the sheet does with a wire in the hand. At its edges it moves along: React Flow's own moving begins where a graph that is seen whole
 * has ports, which would leave while the hand is over them. And it drops the wire where drawing is ended by a key.
 */
export function WireInHand() {
  const isDrawn = useConnection(({ inProgress }) => inProgress);
  const store = useStoreApi();
  useEffect(() => {
    if (!isDrawn) return;
    let frame = requestAnimationFrame(function pan() {
      const { connection, width, height, panBy } = store.getState();
      if (connection.pointer !== null) void panBy(panPerFrame(connection.pointer, { width, height }));
      frame = requestAnimationFrame(pan);
    });
    return () => cancelAnimationFrame(frame);
  }, [isDrawn, store]);
  useEffect(
    () =>
      connectingStore.subscribe(({ from }) => {
        if (from !== undefined) return;
        store.getState().cancelConnection();
        store.setState({ connectionClickStartHandle: null });
      }),
    [store],
  );
  return null;
}

/** Cards in the hand take the sheet along at its edges alone, too: React Flow asks anew at every move. */
export function panWithCards(
  store: ReturnType<typeof useStoreApi>,
  { buttons, clientX, clientY, currentTarget }: PointerEvent,
): void {
  if (buttons === 0) return;
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  const { x, y } = panPerFrame({ x: clientX - left, y: clientY - top }, { width, height });
  const isAtEdge = x !== 0 || y !== 0;
  if (store.getState().autoPanOnNodeDrag !== isAtEdge) store.setState({ autoPanOnNodeDrag: isAtEdge });
}
