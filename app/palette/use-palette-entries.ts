import { useMemo } from 'react';
import { useDocument } from '../document/store.ts';
import { type PaletteEntry, paletteEntries } from './find-operators.ts';

/** All that can be added to the level that is shown. */
export function usePaletteEntries(): readonly PaletteEntry[] {
  const document = useDocument((state) => state.document);
  return useMemo(() => paletteEntries(document), [document]);
}
