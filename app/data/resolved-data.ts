import type { Dataset, DatasetResult } from '../../engine/data/dataset.ts';
import {
  type PreparedData,
  type PrepareResult,
  prepareDataset,
  resolveDataset,
} from '../../engine/data/prepare.ts';
import type { DataSettings } from '../../engine/graph/document.ts';
import { whyNotFetched } from '../ui/not-fetched.ts';

/** Said where a data set that is kept beside the page cannot be had. */
export const notFetched = {
  ok: false,
  message: `The data set could not be fetched: ${whyNotFetched}. Reload the page to try again; the graph is kept.`,
} as const;

/** What was made of settings, so that edits and several panels make it once. */
const resolved = new WeakMap<DataSettings, DatasetResult>();
const prepared = new WeakMap<DataSettings, PrepareResult>();

function once<Result>(
  known: WeakMap<DataSettings, Result>,
  settings: DataSettings,
  make: () => Result,
): Result {
  const result = known.get(settings) ?? make();
  known.set(settings, result);
  return result;
}

/** The data set that settings name; `stored` where it has to be fetched. */
export const resolvedOf = (settings: DataSettings, stored?: Dataset): DatasetResult =>
  once(resolved, settings, () => resolveDataset(settings, stored));

/** The same split and scaled. */
export const preparedOf = (settings: DataSettings, stored?: Dataset): PrepareResult =>
  once(prepared, settings, () => {
    const found = resolvedOf(settings, stored);
    return found.ok ? prepareDataset(found.dataset, settings) : found;
  });

/** What another thread has made of settings. */
export function rememberPrepared(settings: DataSettings, data: PreparedData): void {
  resolved.set(settings, { ok: true, dataset: data.dataset });
  prepared.set(settings, { ok: true, data });
}
