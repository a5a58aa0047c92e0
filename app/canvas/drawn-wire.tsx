import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { type ConnectionLineComponentProps, useConnection } from 'reactflow';
import { useStore } from 'zustand';
import { displayName } from '../../engine/graph/display-name.ts';
import { documentStore } from '../document/store.ts';
import { connectingStore, portKey } from './connecting.ts';
import { markDoomed } from './insertion.ts';
import { wirePath } from './wire-path.ts';

/** The wire that follows the pointer; red where it would be refused. */
export function DrawnWire({
  fromX,
  fromY,
  toX,
  toY,
  fromHandle,
  connectionStatus,
}: ConnectionLineComponentProps) {
  const forward = fromHandle.type === 'source';
  const ends = forward
    ? { sourceX: fromX, sourceY: fromY, targetX: toX, targetY: toY }
    : { sourceX: toX, sourceY: toY, targetX: fromX, targetY: fromY };
  return (
    <path
      d={wirePath(ends)}
      className={connectionStatus === 'invalid' ? 'drawn-wire refused' : 'drawn-wire'}
    />
  );
}

/** What the port under the pointer says: that it takes the wire, or why not. */
export function VerdictTip() {
  const over = useConnection((connection) => {
    const handle = connection.inProgress ? connection.toHandle : null;
    return handle === null ? '' : portKey(handle.nodeId, handle.id ?? '');
  });
  const { from, verdicts, moving } = useStore(connectingStore);
  const [at, setAt] = useState({ x: 0, y: 0 });
  const drawing = from !== undefined;
  useEffect(() => {
    if (!drawing) return;
    const follow = (event: PointerEvent) => setAt({ x: event.clientX, y: event.clientY });
    window.addEventListener('pointermove', follow);
    return () => window.removeEventListener('pointermove', follow);
  }, [drawing]);
  const verdict = verdicts.get(over);
  // A wire whose own end is being moved goes anyway; only another one is worth a warning.
  const doomed = verdict?.ok === true && verdict.replaces !== moving ? verdict.replaces : undefined;
  useEffect(() => {
    markDoomed(doomed);
    return () => markDoomed(undefined);
  }, [doomed]);
  if (from === undefined || verdict === undefined) return null;
  const [nodeId, port] = over.split(' ');
  const names = new Map(documentStore.getState().document.nodes.map((node) => [node.id, displayName(node)]));
  return createPortal(
    <div className="tip pointer-tip" role="status" style={{ left: at.x + 16, top: at.y + 18 }}>
      <b>
        {names.get(nodeId ?? '')}.{port}
      </b>{' '}
      {verdict.ok ? (
        `takes ${names.get(from[0])}${doomed === undefined ? '' : ` instead of ${names.get(doomed.from[0])}`}`
      ) : (
        <span className="is-error">{verdict.reason}</span>
      )}
    </div>,
    document.body,
  );
}
