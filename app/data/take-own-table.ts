import { feedDocument } from '../../engine/data/feed-document.ts';
import { type DataSettings, type OwnTable, ownDataset } from '../../engine/graph/document.ts';
import { documentStore, editWhole } from '../document/store.ts';
import { arrange } from '../shell/layout.ts';
import { resolvedOf } from './resolved-data.ts';
import type { PreparationSettings } from './table-protocol.ts';

/** Gives the document a table of its own as one step; its input and target nodes follow. */
export function takeOwnTable(table: OwnTable, settings: PreparationSettings): void {
  const data: DataSettings = {
    ...documentStore.getState().whole.data,
    ...settings,
    dataset: ownDataset,
    table,
  };
  const resolved = resolvedOf(data);
  if (!resolved.ok) return;
  editWhole(`Use the table ${table.name}`, (whole) => feedDocument(whole, data, resolved.dataset));
  arrange({ dockTab: 'data', dockFolded: false });
}
