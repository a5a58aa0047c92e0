import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** How the page is arranged. Kept in this browser, apart from any document. */

export const dockTabs = [
  'summary',
  'training',
  'results',
  'diagnostics',
  'program',
  'compiler',
  'data',
] as const;
export type DockTab = (typeof dockTabs)[number];
/** What the left side shows. */
export type LeftPanel = 'palette' | 'outline';
export type Theme = 'light' | 'dark' | 'system';
/** Compact, or larger controls for touch and the classroom. */
export type Density = 'compact' | 'comfortable';
/** As the system says, or less in any case. */
export type Motion = 'system' | 'less';

export interface Layout {
  readonly leftPanel: LeftPanel;
  readonly theme: Theme;
  readonly density: Density;
  readonly motion: Motion;
  /** Cards are moved in steps of the grid. */
  readonly snapToGrid: boolean;
  readonly dockTab: DockTab;
  /** Pixels. */
  readonly dockHeight: number;
  readonly dockFolded: boolean;
  /** Where there is room for it; on a narrow page it starts folded. */
  readonly paletteFolded: boolean;
  /** Where there is room for it; on a narrow page it lies over the sheet while it is open. */
  readonly inspectorFolded: boolean;
}

const usual: Layout = {
  leftPanel: 'palette',
  theme: 'system',
  density: 'compact',
  motion: 'system',
  snapToGrid: false,
  dockTab: 'summary',
  dockHeight: 284,
  dockFolded: false,
  paletteFolded: false,
  inspectorFolded: false,
};

const key = 'nodegrad.layout';

/** What was kept, with the usual for all that is missing or not understood. */
export function readLayout(text: string | null): Layout {
  try {
    const kept = JSON.parse(text ?? '{}') as Partial<Record<keyof Layout, unknown>>;
    const height = kept.dockHeight;
    return {
      theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : usual.theme,
      leftPanel: kept.leftPanel === 'outline' ? 'outline' : usual.leftPanel,
      density: kept.density === 'comfortable' ? 'comfortable' : usual.density,
      motion: kept.motion === 'less' ? 'less' : usual.motion,
      snapToGrid: kept.snapToGrid === true,
      dockTab: dockTabs.find((tab) => tab === kept.dockTab) ?? usual.dockTab,
      dockHeight: typeof height === 'number' && height >= 120 && height <= 2000 ? height : usual.dockHeight,
      dockFolded: kept.dockFolded === true,
      paletteFolded: kept.paletteFolded === true,
      inspectorFolded: kept.inspectorFolded === true,
    };
  } catch {
    return usual;
  }
}

function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

export const layoutStore = createStore<Layout>()(() => readLayout(storage()?.getItem(key) ?? null));

export const useLayout = <T>(selector: (layout: Layout) => T): T => useStore(layoutStore, selector);

export function arrange(change: Partial<Layout>): void {
  layoutStore.setState(change);
  try {
    storage()?.setItem(key, JSON.stringify(layoutStore.getState()));
  } catch {
    // A full or forbidden storage loses the arrangement of the page, nothing else.
  }
}

/** Opens the dock at a tab. */
export const showDockTab = (dockTab: DockTab): void => arrange({ dockTab, dockFolded: false });

const themes: readonly Theme[] = ['light', 'dark', 'system'];
export const nextTheme = (theme: Theme): Theme =>
  themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';

/** Puts what was chosen on the page, where the tokens read it; without a theme the system decides. */
export function applyLook({ theme, density, motion }: Layout): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  dataset['density'] = density;
  dataset['motion'] = motion;
}

/** Whether things should be where they belong at once. */
export const wantsLessMotion = (): boolean =>
  layoutStore.getState().motion === 'less' || matchMedia('(prefers-reduced-motion: reduce)').matches;
