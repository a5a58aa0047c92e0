import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** How many slips lie on the sheet: the map, which would cover their fixes, gives way to them. */
const slipStore = createStore<{ readonly shown: number }>()(() => ({ shown: 0 }));

const countBy = (by: 1 | -1): void => slipStore.setState(({ shown }) => ({ shown: shown + by }));

/** Counts the slip that calls it while it is shown. */
export function useCountedSlip(): void {
  useEffect(() => {
    countBy(1);
    return () => countBy(-1);
  }, []);
}

export const useSlipsShown = (): boolean => useStore(slipStore, ({ shown }) => shown > 0);
