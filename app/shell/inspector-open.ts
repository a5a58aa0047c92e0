import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { closePalette } from '../palette/palette-store.ts';
import { arrange, layoutStore, useLayout } from './layout.ts';
import { pageIsNarrow, usePageIsNarrow } from './page-width.ts';

/** On a narrow page the inspector lies over the sheet while it is open; elsewhere beside it, unless it is folded. */
const drawerStore = createStore<{ readonly open: boolean }>()(() => ({ open: false }));

export function useInspectorOpen(): boolean {
  const isNarrow = usePageIsNarrow();
  const isOpen = useStore(drawerStore, ({ open }) => open);
  const isFolded = useLayout(({ inspectorFolded }) => inspectorFolded);
  return isNarrow ? isOpen : !isFolded;
}

export function toggleInspector(): void {
  if (!pageIsNarrow()) {
    arrange({ inspectorFolded: !layoutStore.getState().inspectorFolded });
    return;
  }
  closePalette();
  drawerStore.setState(({ open }) => ({ open: !open }));
}

export const closeDrawer = (): void => drawerStore.setState({ open: false });
