import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { countUses } from '../../engine/graph/blocks/block-part.ts';
import { blockNamed } from '../../engine/graph/blocks/blocks.ts';
import { removeBlock } from '../../engine/graph/blocks/edit-blocks.ts';
import { editWhole, useDocument } from '../document/store.ts';
import { useShelf } from '../shelf/shelf.ts';
import { showDialog } from '../shell/dialogs.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Icon } from '../ui/icon.tsx';
import { addOperator } from './add-operator.ts';
import { bestOperator, findOperators, type PaletteEntry } from './find-operators.ts';
import './palette.css';
import { closePalette, forgetPlace, paletteStore, usePalette } from './palette-store.ts';
import { type Ghost, useDragOut } from './use-drag-out.ts';
import { usePaletteEntries } from './use-palette-entries.ts';

function DragGhost({ ghost, entries }: { readonly ghost: Ghost; readonly entries: readonly PaletteEntry[] }) {
  const operator = entries.find(({ id }) => id === ghost.operator)?.operator;
  return createPortal(
    <div className="ghost" style={{ left: ghost.x, top: ghost.y }}>
      <Glyph category={operator?.category ?? 'data'} />
      <b>{operator?.name ?? ghost.operator}</b>
    </div>,
    document.body,
  );
}

/** Takes a block that nothing uses out of the document. */
function UnusedBlock({ operator, name }: { readonly operator: string; readonly name: string }) {
  const block = blockNamed(operator)?.block;
  const unused = useDocument(({ whole }) => block !== undefined && countUses(whole, block) === 0);
  if (!unused || block === undefined) return null;
  return (
    <button
      type="button"
      className="drop-block"
      title="No node uses it: remove it"
      aria-label={`Remove the block ${name}`}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        editWhole(`Remove the block ${name}`, (whole) => removeBlock(whole, block));
      }}
    >
      <Icon name="close" size={10} />
    </button>
  );
}

/** The way to the blocks that are kept, once there are some. */
function ShelfFooter() {
  if (useShelf().length === 0) return null;
  return (
    <div className="shelf-footer">
      <Button small onClick={() => showDialog({ kind: 'shelf' })}>
        My blocks…
      </Button>
    </div>
  );
}

const optionId = (operator: string) => `palette-${operator}`;

/** All operators by category: search, then drag onto the sheet, click, or Enter. */
export function Palette({
  onFold,
  onOutline,
}: {
  readonly onFold: () => void;
  readonly onOutline: () => void;
}) {
  const [query, setQuery] = useState('');
  const [current, setCurrent] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const asked = usePalette((state) => state.asked);
  const drag = useDragOut();
  const entries = usePaletteEntries();
  const groups = findOperators(query, entries);
  const shown = groups.flatMap((group) => group.entries.map(({ id }) => id));
  const active =
    current !== undefined && shown.includes(current) ? current : bestOperator(query, entries)?.id;

  // As in the chooser, before the next key.
  useLayoutEffect(() => {
    if (asked === 0) return;
    field.current?.focus();
    field.current?.select();
  }, [asked]);
  useEffect(() => {
    if (active !== undefined)
      list.current?.querySelector(`#${CSS.escape(optionId(active))}`)?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  const add = (operator: string) => {
    addOperator(operator, paletteStore.getState().place);
    forgetPlace();
  };
  const step = (by: number) => {
    const at = active === undefined ? (by > 0 ? -1 : 0) : shown.indexOf(active);
    setCurrent(shown[(at + by + shown.length) % shown.length]);
  };

  const row = ({ id, operator, mark }: PaletteEntry) => (
    <div
      key={id}
      id={optionId(id)}
      role="option"
      tabIndex={-1}
      aria-selected={active === id}
      className={active === id ? 'item active' : 'item'}
      title={operator.help}
      onPointerDown={drag.onPointerDown(id)}
      onPointerMove={drag.onPointerMove}
      onPointerUp={drag.onPointerUp}
      onPointerCancel={drag.onPointerCancel}
      onClick={() => drag.wasDrag() || add(id)}
      onKeyDown={(event) => event.key === 'Enter' && add(id)}
    >
      <span className="truncate">{operator.name}</span>
      {mark === undefined ? null : (
        <span aria-hidden="true" className="mark">
          {' '}
          {mark}
        </span>
      )}
      <UnusedBlock operator={id} name={operator.name} />
      <Icon name="grip" />
    </div>
  );

  return (
    <>
      <div className="search">
        <label className="field">
          <Icon name="search" size={14} />
          <input
            ref={field}
            type="search"
            placeholder="Add…"
            aria-label="Add a node"
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant={active === undefined ? undefined : optionId(active)}
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              setCurrent(undefined);
            }}
            onBlur={forgetPlace}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') step(1);
              else if (event.key === 'ArrowUp') step(-1);
              else if (event.key === 'Enter' && active !== undefined) add(active);
              else if (event.key === 'Escape' && query !== '') setQuery('');
              else if (event.key === 'Escape') {
                closePalette();
                event.currentTarget.blur();
              } else return;
              event.preventDefault();
              event.stopPropagation();
            }}
          />
          {query === '' ? <kbd>/</kbd> : null}
        </label>
        <IconButton
          icon="tidy"
          iconSize={14}
          label="Outline"
          shortcut="Ctrl+Shift+O"
          tooltipSide="right"
          small
          onClick={onOutline}
        />
        <IconButton
          icon="left"
          iconSize={14}
          label="Fold the palette"
          tooltipSide="right"
          small
          onClick={onFold}
        />
      </div>
      <div className="pal" id="palette-list" role="listbox" aria-label="Operators" tabIndex={-1} ref={list}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, not of fields
          <div key={group.title} role="group" aria-label={group.title}>
            <div className="heading" aria-hidden="true">
              <Glyph category={group.category} />
              {group.title}
            </div>
            {group.entries.map(row)}
          </div>
        ))}
        {groups.length === 0 ? <p className="none">No operator is called or does “{query}”.</p> : null}
      </div>
      <ShelfFooter />
      {drag.ghost === undefined ? null : <DragGhost ghost={drag.ghost} entries={entries} />}
    </>
  );
}
