import { type ReactNode, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useConnection } from 'reactflow';
import { useStore } from 'zustand';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import { describeEdge } from '../../engine/graph/edit/connect.ts';
import { documentStore } from '../document/store.ts';
import { connectingStore, portKey } from './connecting.ts';
import { markDoomed, useRefusal } from './insertion.ts';
import { cardAt, givingWay, landingOn, landingStore } from './landing.ts';
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

/** The port that the wire in the hand is over, or the card alone, where it is over one. */
function useEndOver(isDrawn: boolean): readonly (string | undefined)[] {
  const key = useConnection(({ inProgress, toHandle }) =>
    inProgress && toHandle !== null ? portKey(toHandle.nodeId, portOfHandle(toHandle.id)) : undefined,
  );
  const [card, setCard] = useState<string>();
  useEffect(() => {
    if (!isDrawn) return;
    const forget = followPointer(({ x, y }) => setCard(cardAt(x, y)));
    return () => {
      forget();
      setCard(undefined);
    };
  }, [isDrawn]);
  if (key === undefined) return isDrawn ? [card] : [];
  const [node, port] = key.split(' ');
  return [node, port];
}

/**
 * What the port or the card under the pointer says: that it takes the wire, or why not; that a wire's end let go here takes it out; and why a card that is dragged over a wire
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
  const isDrawn = useConnection((connection) => connection.inProgress);
  const [card, port] = useEndOver(isDrawn);
  const { from, moving } = useStore(connectingStore);
  const landing = card === undefined ? undefined : landingOn(card, port);
  const doomed = landing === undefined ? undefined : givingWay(landing);
  useEffect(() => {
    markDoomed(doomed);
    return () => markDoomed(undefined);
  }, [doomed]);
  const lands = landing?.ok;
  useEffect(() => {
    landingStore.setState({ lands });
    return () => landingStore.setState({ lands: undefined });
  }, [lands]);
  if (refusal !== undefined) {
    return (
      <PointerTip start={pointer.current} subject={refusal.name}>
        <span className="is-error">{refusal.reason}</span>
      </PointerTip>
    );
  }
  if (isDrawn && moving !== undefined && card === undefined) {
    return (
      <PointerTip start={pointer.current} subject={describeEdge(documentStore.getState().checked, moving)}>
        <span className="is-error">is taken out if you let go here</span>
      </PointerTip>
    );
  }
  if (from === undefined || card === undefined || landing === undefined) return null;
  const { document } = documentStore.getState();
  const end = landing.port === '' ? '' : `.${landing.port}`;
  return (
    <PointerTip start={pointer.current} subject={`${nameOfNode(document, card)}${end}`}>
      {landing.ok ? (
        `takes ${nameOfNode(document, from[0])}${doomed === undefined ? '' : ` instead of ${nameOfNode(document, doomed.from[0])}`}`
      ) : (
        <span className="is-error">{landing.reason}</span>
      )}
    </PointerTip>
  );
}
