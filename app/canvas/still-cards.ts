import type { PointerEvent } from 'react';
import { displayName } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { documentStore } from '../document/store.ts';
import { explain, type Refusal } from './insertion.ts';
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

/** What stays where it is when a hand takes a card along, with the reason: that card, or of what is selected with it the pinned ones. */
function stillWith(id: string | null | undefined): Refusal | undefined {
  const { document, selectedNodes } = documentStore.getState();
  const node = document.nodes.find((each) => each.id === id);
  if (node === undefined) return undefined;
  const reason = whyStill(node);
  if (reason !== undefined) return { name: displayName(node), reason };
  if (!selectedNodes.includes(node.id)) return undefined;
  const pinned = document.nodes.filter((each) => each.pinned === true && selectedNodes.includes(each.id));
  if (pinned.length === 0) return undefined;
  const name = pinned.map(displayName).join(', ');
  return pinned.length === 1
    ? { name, reason: 'is pinned and stays behind' }
    : { name, reason: 'are pinned and stay behind' };
}

/** Follows a hand that takes hold of a card that does not move, or takes others along that do not, and says why. */
export function explainStill({ target, clientX, clientY }: PointerEvent): void {
  if (!(target instanceof Element) || target.closest('.nodrag, .port') !== null) return;
  const still = stillWith(target.closest('.react-flow__node')?.getAttribute('data-id'));
  if (still === undefined) return;
  const hand = new AbortController();
  const { signal } = hand;
  window.addEventListener(
    'pointermove',
    (event) => {
      if (Math.hypot(event.clientX - clientX, event.clientY - clientY) < dragBegins) return;
      explain(still);
    },
    { signal },
  );
  const end = () => {
    hand.abort();
    explain(undefined);
  };
  for (const type of ['pointerup', 'pointercancel'] as const) window.addEventListener(type, end, { signal });
}
