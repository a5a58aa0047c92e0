import { IconButton } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Menu } from '../ui/menu.tsx';
import { addOperator } from './add-operator.ts';
import { findOperators } from './find-operators.ts';
import { askForSearch } from './palette-store.ts';
import { usePaletteEntries } from './use-palette-entries.ts';

/** The palette folded to its icons: search, and a menu for each category. */
export function PaletteRail({
  onUnfold,
  onOutline,
}: {
  readonly onUnfold: () => void;
  readonly onOutline: () => void;
}) {
  const entries = usePaletteEntries();
  return (
    <>
      <IconButton
        icon="plus"
        label="Add a node"
        shortcut="/"
        tooltipSide="right"
        onClick={() => askForSearch()}
      />
      <IconButton
        icon="tidy"
        label="Outline"
        shortcut="Ctrl+Shift+O"
        tooltipSide="right"
        onClick={onOutline}
      />
      <IconButton icon="grid" label="Unfold the palette" tooltipSide="right" onClick={onUnfold} />
      {findOperators('', entries).map(({ title, category, entries: group }) => (
        <Menu
          key={title}
          trigger={
            <button type="button" className="btn icon" aria-label={title} title={title}>
              <Glyph category={category} size={14} />
            </button>
          }
          entries={group.map(({ id, operator }) => ({
            kind: 'item',
            id,
            label: operator.name,
            run: () => addOperator(id),
          }))}
        />
      ))}
    </>
  );
}
