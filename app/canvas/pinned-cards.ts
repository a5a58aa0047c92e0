import type { PointerEvent } from 'react';
import { displayName } from '../../engine/graph/display-name.ts';
import { documentStore } from '../document/store.ts';
import { refuse } from './insertion.ts';

/** Pixels after which a press on a card is a drag. */
const dragBegins = 4;

/** Follows a hand that takes hold of a pinned card, and says why that does not move. */
export function explainPinned({ target, clientX, clientY }: PointerEvent): void {
  if (!(target instanceof Element) || target.closest('.nodrag, .port') !== null) return;
  const id = target.closest('.react-flow__node')?.getAttribute('data-id');
  const node = documentStore.getState().document.nodes.find((each) => each.id === id);
  if (node?.pinned !== true) return;
  const hand = new AbortController();
  const { signal } = hand;
  window.addEventListener(
    'pointermove',
    (event) => {
      if (Math.hypot(event.clientX - clientX, event.clientY - clientY) < dragBegins) return;
      refuse({
        name: displayName(node),
        reason: 'is pinned and stays where it is: unpin it in its menu, or with P',
      });
    },
    { signal },
  );
  const end = () => {
    hand.abort();
    refuse(undefined);
  };
  for (const type of ['pointerup', 'pointercancel'] as const) window.addEventListener(type, end, { signal });
}
