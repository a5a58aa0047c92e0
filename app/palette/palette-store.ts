import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

type Position = { readonly x: number; readonly y: number };

interface PaletteState {
  /** Grows with each wish to type into the search. */
  readonly asked: number;
  /** Where on the document the next node goes, when the sheet was double-clicked there. */
  readonly place: Position | undefined;
  /** Opened for the moment on a narrow page. */
  readonly open: boolean;
}

export const paletteStore = createStore<PaletteState>()(() => ({ asked: 0, place: undefined, open: false }));

export const usePalette = <T>(selector: (state: PaletteState) => T): T => useStore(paletteStore, selector);

export const askForSearch = (place?: Position): void =>
  paletteStore.setState(({ asked }) => ({ asked: asked + 1, place, open: true }));

export const closePalette = (): void => paletteStore.setState({ open: false, place: undefined });
export const forgetPlace = (): void => paletteStore.setState({ place: undefined });
