import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { Inspector } from '../inspector/inspector.tsx';
import { useInspectorWide } from '../inspector/wide.ts';
import { closePalette } from '../palette/palette-store.ts';
import { Guard } from './guard.tsx';
import { usePageIsNarrow } from './page-width.ts';

/** On a narrow page the inspector lies over the sheet while it is open; elsewhere it is always beside it. */
const drawerStore = createStore<{ readonly open: boolean }>()(() => ({ open: false }));

export const useDrawerOpen = (): boolean => useStore(drawerStore, ({ open }) => open);

export function toggleDrawer(): void {
  closePalette();
  drawerStore.setState(({ open }) => ({ open: !open }));
}

export const closeDrawer = (): void => drawerStore.setState({ open: false });

export function InspectorSide() {
  const isWide = useInspectorWide();
  const isNarrow = usePageIsNarrow();
  const isOpen = useDrawerOpen();
  if (isNarrow && !isOpen) return null;
  return (
    <aside className={isWide ? 'right wide' : 'right'} aria-label="Inspector" data-region="inspector">
      <Guard what="The inspector">
        <Inspector />
      </Guard>
    </aside>
  );
}
