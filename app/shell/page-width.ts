import { useSyncExternalStore } from 'react';

/**
 * How much room the page has. In em, so that who reads in larger text gets the arrangement of a smaller page; the
 * sheets of styles ask for the same widths.
 */
const queries = { wide: '(min-width: 68.8125em)', narrow: '(max-width: 56.25em)' };

function matches(query: string) {
  return {
    subscribe: (listener: () => void): (() => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    read: (): boolean => matchMedia(query).matches,
  };
}

const wide = matches(queries.wide);
const narrow = matches(queries.narrow);

/** Room for the palette beside the sheet. */
export const usePageIsWide = (): boolean => useSyncExternalStore(wide.subscribe, wide.read);

export const pageIsNarrow = (): boolean => narrow.read();

/** Room for one side only, which lies over the sheet while it is open. */
export const usePageIsNarrow = (): boolean => useSyncExternalStore(narrow.subscribe, narrow.read);
