import { displayName } from '../../engine/graph/display-name.ts';
import type { GraphNode } from '../../engine/graph/document.ts';
import { rename } from '../document/store.ts';
import { TextField } from '../ui/text-field.tsx';
import { middleOut } from './card-text.ts';
import { focusAfterKey, type NamePlace, stopRenaming, useRenaming } from './renaming.ts';

/** A node's name where it stands, or the field in which it is typed. */
export function NodeName({ node, place }: { readonly node: GraphNode; readonly place: NamePlace }) {
  const renaming = useRenaming(node.id, place);
  const name = displayName(node);
  if (!renaming) {
    // A row of the outline says the whole name by its label.
    return (
      <b title={name} aria-hidden={place === 'outline'}>
        {middleOut(name)}
      </b>
    );
  }
  return (
    <span
      className="nodrag name-field"
      ref={(box) => box?.querySelector('input')?.select()}
      onKeyDownCapture={focusAfterKey(node.id, place)}
    >
      <TextField
        value={name}
        className=""
        label={`Name of ${name}`}
        maxLength={200}
        required
        onLeave={stopRenaming}
        onCommit={(text) => rename(node, text)}
      />
    </span>
  );
}
