import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** What a search on the canvas has found so far; undefined where none goes on. */
const foundStore = createStore<{ readonly found: ReadonlySet<string> | undefined }>()(() => ({
  found: undefined,
}));

export const markFound = (ids: readonly string[] | undefined): void =>
  foundStore.setState({ found: ids === undefined ? undefined : new Set(ids) });

/** How a card shows what a search says of it: its class. */
export const useFound = (id: string): 'found' | 'passed-over' | '' =>
  useStore(foundStore, ({ found }) => (found === undefined ? '' : found.has(id) ? 'found' : 'passed-over'));
