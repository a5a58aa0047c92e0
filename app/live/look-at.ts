import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { LookAt } from '../../engine/train/session.ts';

/** Rows whose values are shown unless a person asks for others: the same ones all through training. */
const shownRows = 16;

export const firstTrainingRows: LookAt = {
  kind: 'rows',
  part: 'train',
  rows: Array.from({ length: shownRows }, (_, row) => row),
  mode: 'train',
};

/** Which samples the cards, the wires and the inspector show. */
export const lookAtStore = createStore<{ readonly at: LookAt }>()(() => ({ at: firstTrainingRows }));

export const useLookAt = (): LookAt => useStore(lookAtStore, (state) => state.at);

export const setLookAt = (at: LookAt): void => lookAtStore.setState({ at });
