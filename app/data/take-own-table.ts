import { feedDocument } from '../../engine/data/feed-document.ts';
import type { PreparedData } from '../../engine/data/prepare.ts';
import { type DataSettings, type OwnTable, ownDataset } from '../../engine/graph/document.ts';
import { documentStore, editWhole } from '../document/store.ts';
import { arrange } from '../shell/layout.ts';
import { rememberPrepared } from './resolved-data.ts';
import type { PreparationSettings } from './table-protocol.ts';

/** Gives the document a table of its own, with what was made of it, as one step; its input and target nodes follow. */
export function takeOwnTable(table: OwnTable, settings: PreparationSettings, prepared: PreparedData): void {
  const data: DataSettings = {
    ...documentStore.getState().whole.data,
    ...settings,
    dataset: ownDataset,
    table,
  };
  rememberPrepared(data, prepared);
  editWhole(`Use the table ${table.name}`, (whole) => feedDocument(whole, data, prepared.dataset));
  arrange({ dockTab: 'data', dockFolded: false });
}
