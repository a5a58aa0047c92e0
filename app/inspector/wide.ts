import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Whether the inspector shows something that needs room (formulas), which the layout gives it. */
export const inspectorWidth = createStore<{ readonly wide: boolean }>()(() => ({ wide: false }));

export const useInspectorWide = (): boolean => useStore(inspectorWidth, (state) => state.wide);
