import { useState } from 'react';
import { blockOfLoose } from '../../engine/graph/blocks/loose-block.ts';
import { count } from '../live/number-text.ts';
import { addOperator } from '../palette/add-operator.ts';
import { usePaletteEntries } from '../palette/use-palette-entries.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SureButton } from '../ui/sure-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { removeFromShelf, renameOnShelf, type ShelfBlock, useShelf } from './shelf.ts';
import { hasWeights, nameOnShelf } from './shelf-operators.ts';
import './shelf.css';

const ports = (list: readonly { readonly name: string }[]): string =>
  list.length === 0 ? 'nothing' : list.map(({ name }) => name).join(', ');

function Row({
  block,
  isUsable,
  onAdd,
  onFail,
}: {
  readonly block: ShelfBlock;
  /** Not inside a block that it holds, which would never end. */
  readonly isUsable: boolean;
  readonly onAdd: () => void;
  readonly onFail: () => void;
}) {
  const definition = blockOfLoose(block.loose);
  const nodes = definition?.nodes.length ?? 0;
  return (
    <li>
      <span>
        <TextField
          label={`Name of ${block.name}`}
          value={block.name}
          maxLength={200}
          required
          onCommit={(name) => void renameOnShelf(block, name).catch(onFail)}
        />
        <span className="cap">
          <span className="num">{count(nodes)}</span> {nodes === 1 ? 'node' : 'nodes'} ·{' '}
          {ports(definition?.inputs ?? [])} → {ports(definition?.outputs ?? [])} ·{' '}
          {hasWeights(block) ? 'with its weights' : 'without weights'}
        </span>
      </span>
      <Button
        variant="line"
        small
        disabled={!isUsable}
        title={isUsable ? undefined : 'It holds the block that you look into: it would hold itself.'}
        aria-label={`Add ${block.name}`}
        onClick={onAdd}
      >
        Add
      </Button>
      <SureButton
        title="Remove"
        of={block.name}
        sure="Remove for good"
        onSure={() => void removeFromShelf(block).catch(onFail)}
      />
    </li>
  );
}

/** The blocks that are kept for all graphs: to add, to rename, to remove. */
export function ShelfDialog({ onClose }: { readonly onClose: () => void }) {
  const blocks = useShelf();
  const usable = new Set(usePaletteEntries().map(({ id }) => id));
  const [failed, setFailed] = useState(false);
  return (
    <Dialog title="My blocks" open onClose={onClose}>
      <p className="cap">
        Blocks kept in this browser for all graphs. A graph that uses one has its own copy: renaming or
        removing it here changes no graph. One that was kept with its weights starts with them.
      </p>
      {failed ? (
        <p className="fault" role="alert">
          The change could not be stored: this browser stores nothing for this page, or has no room left.
        </p>
      ) : null}
      {blocks.length === 0 ? (
        <p>
          None yet. Select a block and choose ‘Keep in My blocks’, with its weights or without, in its menu or
          in the inspector.
        </p>
      ) : (
        <ul className="shelf">
          {blocks.map((block) => (
            <Row
              key={block.key}
              block={block}
              isUsable={usable.has(nameOnShelf(block))}
              onAdd={() => {
                onClose();
                addOperator(nameOnShelf(block));
              }}
              onFail={() => setFailed(true)}
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}
