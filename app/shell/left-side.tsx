import { useEffect } from 'react';
import { Palette } from '../palette/palette.tsx';
import { PaletteRail } from '../palette/palette-rail.tsx';
import { askForSearch, closePalette, usePalette } from '../palette/palette-store.ts';
import { later } from '../ui/later.tsx';
import { closeDrawer } from './inspector-open.ts';
import { arrange, useLayout } from './layout.ts';
import { usePageIsWide } from './page-width.ts';

const Outline = later(() => import('../outline/outline.tsx').then((module) => module.Outline));

/** The outline; or the palette, or its rail where it is folded or the page is narrow. */
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
  const toOutline = () => {
    closePalette();
    arrange({ leftPanel: 'outline' });
  };
  const unfold = () => {
    if (isWide) arrange({ paletteFolded: false });
    else askForSearch();
  };
  const isOutline = useLayout((layout) => layout.leftPanel === 'outline') && !open;
  if (isOutline) {
    return (
      <nav className="left outline" aria-label="Outline" data-region="palette">
        <Outline onClose={() => arrange({ leftPanel: 'palette' })} />
      </nav>
    );
  }
  return (
    <nav className={shown ? 'left palette' : 'left rail'} aria-label="Palette" data-region="palette">
      {shown ? (
        <Palette onFold={fold} onOutline={toOutline} />
      ) : (
        <PaletteRail onUnfold={unfold} onOutline={toOutline} />
      )}
    </nav>
  );
}
