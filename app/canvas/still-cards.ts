import type { PointerEvent } from 'react';
import { displayName } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { documentStore } from '../document/store.ts';
import { refuse } from './insertion.ts';
import { isSheetLocked } from './sheet-lock.ts';

/** Pixels after which a press on a card is a drag. */
const dragBegins = 4;

/** Why pinned cards do not go where a key would move them. */
export function whyPinned(pinned: readonly GraphNode[]): string {
  const names = pinned.map(displayName).join(', ');
  return pinned.length === 1
    ? `${names} is pinned and stays where it is: unpin it with P.`
    : `${names} are pinned and stay where they are: unpin them with P.`;
}

/** Why a card does not move; undefined where it does. */
function whyStill(node: GraphNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.pinned === true) return 'is pinned and stays where it is: unpin it in its menu, or with P';
  return isSheetLocked()
    ? 'stays where it is: the sheet is locked, see the lock at the lower left'
    : undefined;
}

/** Follows a hand that takes hold of a card that does not move, and says why. */
export function explainStill({ target, clientX, clientY }: PointerEvent): void {
  if (!(target instanceof Element) || target.closest('.nodrag, .port') !== null) return;
  const id = target.closest('.react-flow__node')?.getAttribute('data-id');
  const node = documentStore.getState().document.nodes.find((each) => each.id === id);
  const reason = whyStill(node);
  if (node === undefined || reason === undefined) return;
  const hand = new AbortController();
  const { signal } = hand;
  window.addEventListener(
    'pointermove',
    (event) => {
      if (Math.hypot(event.clientX - clientX, event.clientY - clientY) < dragBegins) return;
      refuse({ name: displayName(node), reason });
    },
    { signal },
  );
  const end = () => {
    hand.abort();
    refuse(undefined);
  };
  for (const type of ['pointerup', 'pointercancel'] as const) window.addEventListener(type, end, { signal });
}
