import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { canvasView } from './view-handle.ts';

/** Where a name can be typed: on the node's card, or in its row of the outline. */
export type NamePlace = 'card' | 'outline';

interface Renaming {
  readonly node: string | undefined;
  readonly place: NamePlace;
}

/** Which node's name is being typed, and where. */
const renamingStore = createStore<Renaming>()(() => ({ node: undefined, place: 'card' }));

export const startRenaming = (node: string, place: NamePlace = 'card'): void =>
  renamingStore.setState({ node, place });
export const stopRenaming = (): void => renamingStore.setState({ node: undefined });
export const useRenaming = (node: string, place: NamePlace): boolean =>
  useStore(renamingStore, (state) => state.node === node && state.place === place);

/** The card or row whose name was typed has the focus again, where a key ended that: the field it was in is gone. */
export const focusAfterKey =
  (node: string, place: NamePlace = 'card') =>
  ({ key }: { readonly key: string }): void => {
    if (key !== 'Enter' && key !== 'Escape') return;
    setTimeout(() => {
      if (document.activeElement !== document.body) return;
      if (place === 'card') canvasView()?.focus(node);
      else document.querySelector<HTMLElement>(`.outline-panel [data-of="${CSS.escape(node)}"]`)?.focus();
    });
  };
