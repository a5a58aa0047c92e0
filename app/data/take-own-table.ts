import { feedDocument } from '../../engine/data/feed-document.ts';
import type { PreparedData } from '../../engine/data/prepare.ts';
import { type DataSettings, type OwnTable, ownDataset } from '../../engine/graph/document.ts';
import { canvasView } from '../canvas/view-handle.ts';
import { documentStore, editWhole, isEmptySheet } from '../document/store.ts';
import { arrange } from '../shell/layout.ts';
import { keepBefore } from '../versions/versions.ts';
import { rememberPrepared } from './resolved-data.ts';
import type { PreparationSettings } from './table-protocol.ts';

/** Gives the document a table of its own, with what was made of it, as one step; its input and target nodes follow. */
export function takeOwnTable(table: OwnTable, settings: PreparationSettings, prepared: PreparedData): void {
  const before = documentStore.getState().whole.data;
  const label = `Use the table ${table.name}`;
  if (before.table !== undefined) keepBefore(label);
  const data: DataSettings = {
    ...before,
    ...settings,
    dataset: ownDataset,
    table,
  };
  rememberPrepared(data, prepared);
  const begins = isEmptySheet(documentStore.getState().whole);
  editWhole(label, (whole) => feedDocument(whole, data, prepared.dataset));
  arrange({ dockTab: 'data', dockFolded: false });
  // Cards are measured in the frame after the one that draws them.
  if (begins) requestAnimationFrame(() => requestAnimationFrame(() => canvasView()?.fit()));
}
