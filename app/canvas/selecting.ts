import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/**
 * Whether taps add to the selection and strokes over the empty sheet select what they enclose: fingers have neither Ctrl
 * nor Shift.
 */
const selectingStore = createStore<{ readonly isOn: boolean }>()(() => ({ isOn: false }));

export const isSelecting = (): boolean => selectingStore.getState().isOn;
export const toggleSelecting = (): void => selectingStore.setState({ isOn: !isSelecting() });
export const stopSelecting = (): void => selectingStore.setState({ isOn: false });
export const useIsSelecting = (): boolean => useStore(selectingStore, ({ isOn }) => isOn);
