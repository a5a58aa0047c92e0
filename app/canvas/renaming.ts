import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

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
