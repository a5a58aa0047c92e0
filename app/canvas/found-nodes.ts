import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** What a search on the canvas has found so far, and which of it is chosen; undefined where none goes on. */
interface Found {
  readonly all: ReadonlySet<string>;
  readonly chosen: ReadonlySet<string>;
}

const foundStore = createStore<{ readonly found: Found | undefined }>()(() => ({ found: undefined }));

export const markFound = (all: readonly string[], chosen: readonly string[]): void =>
  foundStore.setState({ found: { all: new Set(all), chosen: new Set(chosen) } });

export const markNothing = (): void => foundStore.setState({ found: undefined });

/** How a card shows what a search says of it: its class. */
export const useFound = (id: string): 'found' | 'found chosen' | 'passed-over' | '' =>
  useStore(foundStore, ({ found }) => {
    if (found === undefined) return '';
    if (found.chosen.has(id)) return 'found chosen';
    return found.all.has(id) ? 'found' : 'passed-over';
  });
