import { useSyncExternalStore } from 'react';
import { Palette } from '../palette/palette.tsx';
import { PaletteRail } from '../palette/palette-rail.tsx';
import { askForSearch, closePalette, usePalette } from '../palette/palette-store.ts';
import { arrange, useLayout } from './layout.ts';

/** Below this many pixels the palette starts as a rail. */
const wide = '(min-width: 1101px)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(wide);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** The palette, or its rail where it is folded or the page is narrow. */
export function LeftSide() {
  const isWide = useSyncExternalStore(subscribe, () => matchMedia(wide).matches);
  const folded = useLayout((layout) => layout.paletteFolded);
  const open = usePalette((state) => state.open);
  const shown = open || (isWide && !folded);
  const fold = () => {
    closePalette();
    if (isWide) arrange({ paletteFolded: true });
  };
  const unfold = () => {
    if (isWide) arrange({ paletteFolded: false });
    else askForSearch();
  };
  return (
    <nav className={shown ? 'left palette' : 'left rail'} aria-label="Palette" data-region="palette">
      {shown ? <Palette onFold={fold} /> : <PaletteRail onUnfold={unfold} />}
    </nav>
  );
}
