import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Which node's name is being typed on its card. */
const renamingStore = createStore<{ readonly node: string | undefined }>()(() => ({ node: undefined }));

export const startRenaming = (node: string): void => renamingStore.setState({ node });
export const stopRenaming = (): void => renamingStore.setState({ node: undefined });
export const useRenaming = (node: string): boolean => useStore(renamingStore, (state) => state.node === node);
