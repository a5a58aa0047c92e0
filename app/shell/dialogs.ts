import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Diagnostic } from '../../engine/graph/check/diagnostic.ts';
import type { TableSource } from '../data/table-protocol.ts';

export type WithWeights = 'with-weights' | 'without-weights';

/** The dialog that is open, if any. */
export type OpenDialog =
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'settings' }
  /** What was done to the graph, and the versions that were kept of it. */
  | { readonly kind: 'history' }
  /** The blocks that are kept for all graphs. */
  | { readonly kind: 'shelf' }
  /** Text of a document to be typed or pasted. */
  | { readonly kind: 'paste' }
  /** A table of one's own, perhaps already chosen. */
  | { readonly kind: 'table'; readonly source?: TableSource }
  /** A link that opens the graph, and whether the clipboard has it. */
  | {
      readonly kind: 'link';
      readonly link: string;
      readonly copied: boolean;
      readonly weights: WithWeights;
    }
  /** A file that could not be opened, and why. */
  | { readonly kind: 'refused'; readonly name: string; readonly diagnostics: readonly Diagnostic[] }
  /** Something happened that the person should know of. */
  | { readonly kind: 'notice'; readonly title: string; readonly message: string };

const dialogStore = createStore<{ readonly open: OpenDialog | undefined }>()(() => ({ open: undefined }));

export const showDialog = (open: OpenDialog): void => dialogStore.setState({ open });
export const closeDialog = (): void => dialogStore.setState({ open: undefined });
export const useOpenDialog = (): OpenDialog | undefined => useStore(dialogStore, (state) => state.open);
export const isDialogOpen = (): boolean => dialogStore.getState().open !== undefined;
