import { type ReactNode, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useConnection } from 'reactflow';
import { useStore } from 'zustand';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import { describeEdge } from '../../engine/graph/edit/connect.ts';
import { documentStore } from '../document/store.ts';
import { connectingStore, portKey } from './connecting.ts';
import { markDoomed, useRefusal } from './insertion.ts';
import { portOfHandle } from './port.tsx';

interface Place {
  readonly x: number;
  readonly y: number;
  /** A finger covers what lies below it. */
  readonly isFinger: boolean;
}

/** Calls back with where the pointer is on the page. */
function followPointer(tell: (at: Place) => void): () => void {
  const follow = (event: PointerEvent) =>
    tell({ x: event.clientX, y: event.clientY, isFinger: event.pointerType === 'touch' });
  window.addEventListener('pointermove', follow);
  return () => window.removeEventListener('pointermove', follow);
}

/** Pixels of the widest tip, with a margin. */
const widestTip = 328;

/** A word beside the pointer, wherever that goes; it begins where the pointer rests. */
function PointerTip({
  start,
  subject,
  children,
}: {
  readonly start: Place;
  readonly subject: string;
  readonly children: ReactNode;
}) {
  const [at, setAt] = useState(start);
  useEffect(() => followPointer(setAt), []);
  return createPortal(
    <div
      className={at.isFinger ? 'tip pointer-tip above' : 'tip pointer-tip'}
      role="status"
      style={{
        left: Math.min(at.x + 16, window.innerWidth - widestTip),
        top: at.y + (at.isFinger ? -36 : 18),
      }}
    >
      <b>{subject}</b> {children}
    </div>,
    document.body,
  );
}

/**
 * What the port under the pointer says: that it takes the wire, or why not; that a wire's end let go here takes it out; and why a card that is dragged over a wire
 * does not go into it.
 */
export function VerdictTip() {
  const pointer = useRef<Place>({ x: 0, y: 0, isFinger: false });
  useEffect(
    () =>
      followPointer((at) => {
        pointer.current = at;
      }),
    [],
  );
  const refusal = useRefusal();
  const over = useConnection((connection) => {
    const handle = connection.inProgress ? connection.toHandle : null;
    return handle === null ? '' : portKey(handle.nodeId, portOfHandle(handle.id));
  });
  const isDrawn = useConnection((connection) => connection.inProgress);
  const { from, verdicts, moving } = useStore(connectingStore);
  const verdict = verdicts.get(over);
  // A wire whose own end is being moved goes anyway; only another one is worth a warning.
  const doomed = verdict?.ok === true && verdict.replaces !== moving ? verdict.replaces : undefined;
  useEffect(() => {
    markDoomed(doomed);
    return () => markDoomed(undefined);
  }, [doomed]);
  if (refusal !== undefined) {
    return (
      <PointerTip start={pointer.current} subject={refusal.name}>
        <span className="is-error">{refusal.reason}</span>
      </PointerTip>
    );
  }
  if (isDrawn && moving !== undefined && over === '') {
    return (
      <PointerTip start={pointer.current} subject={describeEdge(documentStore.getState().checked, moving)}>
        <span className="is-error">is taken out if you let go here</span>
      </PointerTip>
    );
  }
  if (from === undefined || verdict === undefined) return null;
  const [nodeId = '', port] = over.split(' ');
  const { document } = documentStore.getState();
  return (
    <PointerTip start={pointer.current} subject={`${nameOfNode(document, nodeId)}.${port}`}>
      {verdict.ok ? (
        `takes ${nameOfNode(document, from[0])}${doomed === undefined ? '' : ` instead of ${nameOfNode(document, doomed.from[0])}`}`
      ) : (
        <span className="is-error">{verdict.reason}</span>
      )}
    </PointerTip>
  );
}
