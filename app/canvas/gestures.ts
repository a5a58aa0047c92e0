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
import { describeEdge, judgeConnection, type Verdict } from '../../engine/graph/edit/connect.ts';
import { connect, disconnect } from '../../engine/graph/edit/edit.ts';
import { insertOnWire, withRoom } from '../../engine/graph/edit/rewire.ts';
import { openChooserMeanwhile } from '../chooser/chooser-store.ts';
import { documentStore, edgeId, edit } from '../document/store.ts';
import { giveWay } from '../training/give-way.ts';
import { beginConnecting, connectingStore, endConnecting } from './connecting.ts';
import { leaveFrames, takeFrames } from './frames.ts';
import { leaveWires, tryWire, wireAt } from './insertion.ts';
import { cardAt, givingWay, type Landing, landingOn } from './landing.ts';
import { portOfHandle } from './port.tsx';
import { hintOnSheet } from './sheet-hint.tsx';
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

function draw(verdict: Verdict): void {
  if (!verdict.ok) return;
  const label = `Connect ${describeEdge(documentStore.getState().checked, verdict.edge)}`;
  edit(label, (document) => connect(document, verdict.edge, verdict.replaces));
}

/** A wire that a key has ended is still told of by React Flow, once the hand moves or lets go. */
const isEnded = (): boolean => connectingStore.getState().from === undefined;

export function onConnect(connection: Connection): void {
  if (!isEnded()) draw(verdictOf(connection));
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

function takeElsewhere(edge: GraphEdge | undefined, verdict: Verdict): void {
  if (edge === undefined || !verdict.ok) return;
  const { checked } = documentStore.getState();
  // The port it is taken to may hold a wire of its own besides.
  const other = givingWay(verdict);
  const replaced = other === undefined ? [edge] : [edge, other];
  edit(`Move the wire to ${describeEdge(checked, verdict.edge)}`, (document) =>
    connect(disconnect(document, replaced), verdict.edge),
  );
}

export function onReconnect(flowEdge: Edge, connection: Connection): void {
  if (!isEnded()) takeElsewhere(edgeOf(flowEdge), verdictOf(connection));
}

const placeOf = (event: globalThis.MouseEvent | TouchEvent): globalThis.MouseEvent | Touch | undefined =>
  'changedTouches' in event ? event.changedTouches[0] : event;

/** The card that a wire is let go over. */
function cardUnder(
  event: globalThis.MouseEvent | TouchEvent,
  { toHandle }: FinalConnectionState,
): string | undefined {
  const at = placeOf(event);
  return toHandle?.nodeId ?? (at === undefined ? undefined : cardAt(at.clientX, at.clientY));
}

/** What the card says that a wire is let go over; where it does not take it, the sheet says so. */
function land(card: string, { toHandle }: FinalConnectionState): Landing | undefined {
  const landing = landingOn(card, toHandle === null ? undefined : portOfHandle(toHandle.id));
  const { from, side } = connectingStore.getState();
  if (landing?.ok === false && from !== undefined) {
    const { document } = documentStore.getState();
    const [source, target] = (side === 'output' ? [from[0], card] : [card, from[0]]).map((id) =>
      nameOfNode(document, id),
    );
    hintOnSheet(`No wire from ${source} to ${target}: ${landing.reason}.`);
  }
  return landing;
}

/** A wire whose end is let go over nothing is taken out. */
export function onReconnectEnd(
  event: globalThis.MouseEvent | TouchEvent,
  flowEdge: Edge,
  __: HandleType,
  state: FinalConnectionState,
): void {
  if (isEnded()) return;
  const edge = edgeOf(flowEdge);
  const card = cardUnder(event, state);
  const landing = card === undefined || state.isValid === true ? undefined : land(card, state);
  if (landing !== undefined) takeElsewhere(edge, landing);
  endConnecting();
  if (edge === undefined || card !== undefined) return;
  edit(`Disconnect ${describeEdge(documentStore.getState().checked, edge)}`, (document) =>
    disconnect(document, [edge]),
  );
}

/** A wire let go over a card goes to the port there that takes it; over the empty sheet it asks what is to follow. */
export function onConnectEnd(event: globalThis.MouseEvent | TouchEvent, state: FinalConnectionState): void {
  if (isEnded() || connectingStore.getState().moving !== undefined) return;
  const card = cardUnder(event, state);
  const landing = card === undefined || state.isValid === true ? undefined : land(card, state);
  if (landing !== undefined) draw(landing);
  endConnecting();
  const { fromHandle } = state;
  const view = canvasView();
  const at = placeOf(event);
  if (card !== undefined || fromHandle === null || view === undefined || at === undefined) return;
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
