import { createStore } from 'zustand/vanilla';
import type { GraphEdge } from '../../engine/graph/document.ts';
import { judgeConnection, type Verdict } from '../../engine/graph/edit/connect.ts';
import { documentStore } from '../document/store.ts';
import { connectingStore, portKey } from './connecting.ts';

/** Where a wire ends that is let go over a card, at a port or beside them; or why it does not. */
export type Landing = Verdict & { readonly port: string };

/** The wire that another one takes the place of at a port, the one whose end is moved left aside. */
export function givingWay(verdict: Verdict): GraphEdge | undefined {
  const { moving } = connectingStore.getState();
  if (!verdict.ok || moving === undefined) return verdict.ok ? verdict.replaces : undefined;
  const { from, to } = verdict.edge;
  const used = judgeConnection(documentStore.getState().checked, from, to, { replaceUsed: true });
  return used.ok && used.replaces !== moving ? used.replaces : undefined;
}

/** Whether the card under the pointer takes the wire being drawn; undefined over none. */
export const landingStore = createStore<{ readonly lands: boolean | undefined }>()(() => ({
  lands: undefined,
}));

/** The card that is drawn at a place of the page. */
export function cardAt(clientX: number, clientY: number): string | undefined {
  const id = document
    .elementFromPoint(clientX, clientY)
    ?.closest('.react-flow__node')
    ?.getAttribute('data-id');
  return documentStore.getState().document.nodes.find((node) => node.id === id)?.id;
}

/**
 * What a card says to the wire being drawn: at this port, or else wherever it can take it, first where nothing is connected yet.
 * Undefined of the card where the wire began.
 */
export function landingOn(card: string, at?: string): Landing | undefined {
  const { from, side, verdicts, moving } = connectingStore.getState();
  if (from === undefined || from[0] === card) return undefined;
  const { checked } = documentStore.getState();
  const asked = at === undefined ? undefined : verdicts.get(portKey(card, at));
  if (at !== undefined && asked !== undefined) return { ...asked, port: at };
  const ports = [...verdicts].flatMap(([key, verdict]): readonly Landing[] => {
    const [node, port = ''] = key.split(' ');
    return node === card ? [{ ...verdict, port }] : [];
  });
  const taking = ports.filter(({ ok }) => ok);
  const options = moving === undefined ? {} : { moving };
  const free = taking.find(({ port }) => judgeConnection(checked, from, [card, port], options).ok);
  const none: Landing = { ok: false, reason: `has no ${side === 'output' ? 'input' : 'output'}`, port: '' };
  return free ?? taking[0] ?? ports[0] ?? none;
}
