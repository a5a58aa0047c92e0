import { followData } from '../../engine/data/follow-data.ts';
import { loadStored, resolveDataset } from '../../engine/data/prepare.ts';
import type { DataSettings } from '../../engine/graph/document.ts';
import { setData } from '../../engine/graph/edit/edit.ts';
import { documentStore, editWhole, whileOpen } from '../document/store.ts';
import { showDialog } from '../shell/dialogs.ts';
import { notFetched } from './resolved-data.ts';

/** Another data set, with its own generator's defaults; the document's own table stays in the document. */
function withDataset(
  { samples: _samples, noise: _noise, generatorSeed: _seed, ...rest }: DataSettings,
  dataset: string,
): DataSettings {
  return { ...rest, dataset };
}

/** How many data sets were chosen: the last one counts, however long the one before it takes to come. */
let choices = 0;

/** Takes another data set as one step, for which input and target nodes follow; says so where it cannot be fetched. */
export async function chooseDataset(dataset: string): Promise<void> {
  choices += 1;
  const choice = choices;
  const stillOpen = whileOpen();
  const chosen = withDataset(documentStore.getState().whole.data, dataset);
  const stored = await loadStored(chosen).catch(() => notFetched);
  if (choice !== choices) return;
  if (stored !== undefined && 'ok' in stored) {
    showDialog({ kind: 'notice', title: 'The data set stays as it is', message: stored.message });
    return;
  }
  const resolved = resolveDataset(chosen, stored);
  stillOpen(() =>
    editWhole('Choose data set', (whole) => {
      const data = withDataset(whole.data, dataset);
      return resolved.ok ? followData(whole, data, resolved.dataset) : setData(whole, data);
    }),
  );
}
