import { useMemo } from 'react';
import { useDocument } from '../document/store.ts';
import { useShelf } from '../shelf/shelf.ts';
import { type PaletteEntry, paletteEntries } from './find-operators.ts';

/** All that can be added to the level that is shown. */
export function usePaletteEntries(): readonly PaletteEntry[] {
  const document = useDocument((state) => state.document);
  const shelf = useShelf();
  return useMemo(() => paletteEntries(document, shelf), [document, shelf]);
}
