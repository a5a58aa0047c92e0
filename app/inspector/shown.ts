import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export type InspectorTab = 'attributes' | 'values' | 'gradient' | 'weights' | 'formula';

/** What the inspector shows of a node, also once it has been folded, and whether that needs room, which the layout gives it. */
const shownStore = createStore<{ readonly tab: InspectorTab; readonly wide: boolean }>()(() => ({
  tab: 'attributes',
  wide: false,
}));

export const useInspectorTab = (): InspectorTab => useStore(shownStore, ({ tab }) => tab);
export const showInspectorTab = (tab: InspectorTab): void => shownStore.setState({ tab });

export const useInspectorWide = (): boolean => useStore(shownStore, ({ wide }) => wide);
export const giveInspectorRoom = (wide: boolean): void => shownStore.setState({ wide });
