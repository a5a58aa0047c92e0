import { followData } from '../../engine/data/follow-data.ts';
import type { GraphDocument, OwnTable } from '../../engine/graph/document.ts';
import { setData } from '../../engine/graph/edit/edit.ts';
import { type EditOptions, editWhole } from '../document/store.ts';
import { resolvedOf } from './resolved-data.ts';

/** The document with its own table changed; its target node follows a new class. */
function withTable(whole: GraphDocument, table: OwnTable): GraphDocument {
  const data = { ...whole.data, table };
  const resolved = resolvedOf(data);
  return resolved.ok ? followData(whole, data, resolved.dataset) : setData(whole, data);
}

/** Changes the document's own table as one step. */
export function editOwnTable(
  label: string,
  change: (table: OwnTable) => OwnTable,
  options: EditOptions = {},
): void {
  editWhole(
    label,
    (whole) => {
      const { table } = whole.data;
      return table === undefined ? whole : withTable(whole, change(table));
    },
    options,
  );
}
