import type { MouseEvent } from 'react';
import type {
  Connection,
  Edge,
  FinalConnectionState,
  HandleType,
  Node,
  OnConnectStartParams,
} from 'reactflow';
import { nameOfNode } from '../../engine/graph/display-name.ts';
import type { GraphEdge } from '../../engine/graph/document.ts';
import { describeEdge, judgeConnection } from '../../engine/graph/edit/connect.ts';
import { connect, disconnect } from '../../engine/graph/edit/edit.ts';
import { insertOnWire, withRoom } from '../../engine/graph/edit/rewire.ts';
import { openChooserMeanwhile } from '../chooser/chooser-store.ts';
import { documentStore, edgeId, edit } from '../document/store.ts';
import { giveWay } from '../training/give-way.ts';
import { beginConnecting, connectingStore, endConnecting } from './connecting.ts';
import { leaveFrames, takeFrames } from './frames.ts';
import { leaveWires, tryWire, wireAt } from './insertion.ts';
import { portOfHandle } from './port.tsx';
import { canvasView, cardSize } from './view-handle.ts';

/** What React Flow tells of hands on wires and cards, as edits of the document: each gesture is one undo step. */

const endsOf = ({ source, sourceHandle, target, targetHandle }: Connection | Edge) =>
  ({ from: [source, sourceHandle ?? ''], to: [target, portOfHandle(targetHandle)] }) as const;

export const verdictOf = (connection: Connection | Edge) => {
  const { from, to } = endsOf(connection);
  const { moving } = connectingStore.getState();
  return judgeConnection(documentStore.getState().checked, from, to, {
    replaceUsed: true,
    ...(moving === undefined ? {} : { moving }),
  });
};

export function onConnect(connection: Connection): void {
  const verdict = verdictOf(connection);
  if (!verdict.ok) return;
  const label = `Connect ${describeEdge(documentStore.getState().checked, verdict.edge)}`;
  edit(label, (document) => connect(document, verdict.edge, verdict.replaces));
}

export const onConnectStart = (_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams) => {
  // React Flow tells of a wire whose end is taken elsewhere twice: as that, and as one that begins.
  if (nodeId === null || handleId === null || connectingStore.getState().moving !== undefined) return;
  beginConnecting([nodeId, portOfHandle(handleId)], handleType === 'source' ? 'output' : 'input');
};

const edgeOf = (flowEdge: Edge): GraphEdge | undefined =>
  documentStore.getState().document.edges.find((edge) => edgeId(edge) === flowEdge.id);

/** The end that stays, while the other end of a wire is taken elsewhere. `fixed` is React Flow's name for it. */
export function onReconnectStart(_: unknown, flowEdge: Edge, fixed: HandleType): void {
  const edge = edgeOf(flowEdge);
  if (edge === undefined) return;
  if (fixed === 'source') beginConnecting(edge.from, 'output', edge);
  else beginConnecting(edge.to, 'input', edge);
}

export function onReconnect(flowEdge: Edge, connection: Connection): void {
  const edge = edgeOf(flowEdge);
  const verdict = verdictOf(connection);
  if (edge === undefined || !verdict.ok) return;
  const { checked } = documentStore.getState();
  // The port it is taken to may hold a wire of its own besides.
  const used = judgeConnection(checked, verdict.edge.from, verdict.edge.to, { replaceUsed: true });
  const replaced = used.ok && used.replaces !== undefined ? [edge, used.replaces] : [edge];
  edit(`Move the wire to ${describeEdge(checked, verdict.edge)}`, (document) =>
    connect(disconnect(document, replaced), verdict.edge),
  );
}

/** A wire whose end is let go over nothing is taken out. */
export function onReconnectEnd(
  _: unknown,
  flowEdge: Edge,
  __: HandleType,
  state: FinalConnectionState,
): void {
  const edge = edgeOf(flowEdge);
  endConnecting();
  if (edge === undefined || state.toHandle !== null) return;
  edit(`Disconnect ${describeEdge(documentStore.getState().checked, edge)}`, (document) =>
    disconnect(document, [edge]),
  );
}

/** A wire let go over the empty sheet asks what is to follow. */
export function onConnectEnd(
  event: globalThis.MouseEvent | TouchEvent,
  { toHandle, toNode, fromHandle }: FinalConnectionState,
): void {
  const { moving } = connectingStore.getState();
  if (moving !== undefined) return;
  endConnecting();
  const view = canvasView();
  if (toHandle !== null || toNode !== null || fromHandle === null || view === undefined) return;
  const at = 'changedTouches' in event ? event.changedTouches[0] : event;
  if (at === undefined) return;
  const side = fromHandle.type === 'source' ? 'output' : 'input';
  const end = [fromHandle.nodeId, portOfHandle(fromHandle.id)] as const;
  const place = view.at(at.clientX, at.clientY);
  if (place === undefined) return;
  openChooserMeanwhile(
    {
      title: side === 'output' ? 'Add what follows…' : 'Add what comes before…',
      at: { x: at.clientX, y: at.clientY },
    },
    async (meanwhile) => (await import('./wire-dropped.ts')).chooseWhatFollows(end, side, place, meanwhile),
  );
}

/** The wire under a dragged card that it could be put into: one card, with no wires yet. */
function wireUnder(
  node: Node,
  event: globalThis.MouseEvent | TouchEvent | MouseEvent,
): GraphEdge | undefined {
  const { document, selectedNodes } = documentStore.getState();
  const alone =
    node.type === 'card' &&
    selectedNodes.length <= 1 &&
    !document.edges.some(({ from, to }) => from[0] === node.id || to[0] === node.id);
  const suppressed = !alone || ('altKey' in event && event.altKey);
  const at = 'changedTouches' in event ? event.changedTouches[0] : event;
  const wire = suppressed || at === undefined ? undefined : wireAt(at.clientX, at.clientY);
  return tryWire(wire, (into) => ({
    name: nameOfNode(document, node.id),
    inserted: insertOnWire(document, node.id, into),
  }));
}

let drags = 0;

/** Names the drag that goes on, so that where a card is put and the wire it is put into are one undo step. */
export const dragMerge = (): string => `drag ${drags}`;

export function onNodeDragStart(): void {
  drags += 1;
  takeFrames();
}

export function onNodeDrag(event: globalThis.MouseEvent | TouchEvent | MouseEvent, node: Node): void {
  giveWay();
  wireUnder(node, event);
}

export function onNodeDragStop(event: globalThis.MouseEvent | TouchEvent | MouseEvent, node: Node): void {
  const wire = wireUnder(node, event);
  leaveWires();
  leaveFrames();
  if (wire === undefined) return;
  const name = describeEdge(documentStore.getState().checked, wire);
  edit(
    `Put ${node.id} into ${name}`,
    (document) => {
      const inserted = insertOnWire(document, node.id, wire);
      return inserted.ok ? withRoom(inserted.document, node.id, wire, cardSize) : document;
    },
    {
      merge: dragMerge(),
    },
  );
}
