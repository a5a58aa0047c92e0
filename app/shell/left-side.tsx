import { useEffect } from 'react';
import { Palette } from '../palette/palette.tsx';
import { PaletteRail } from '../palette/palette-rail.tsx';
import { askForSearch, closePalette, usePalette } from '../palette/palette-store.ts';
import { closeDrawer } from './inspector-side.tsx';
import { arrange, useLayout } from './layout.ts';
import { usePageIsWide } from './page-width.ts';

/** The palette, or its rail where it is folded or the page is narrow. */
export function LeftSide() {
  const isWide = usePageIsWide();
  const folded = useLayout((layout) => layout.paletteFolded);
  const open = usePalette((state) => state.open);
  const shown = open || (isWide && !folded);
  useEffect(() => {
    if (open) closeDrawer();
  }, [open]);
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
