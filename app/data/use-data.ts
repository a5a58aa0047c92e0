import { useEffect, useMemo, useState } from 'react';
import type { Dataset, DatasetResult } from '../../engine/data/dataset.ts';
import {
  isStored,
  loadStored,
  type PrepareResult,
  prepareData,
  resolveDataset,
} from '../../engine/data/prepare.ts';
import type { DataSettings } from '../../engine/graph/document.ts';
import { useDocument } from '../document/store.ts';

/** What was made of settings, so that several panels ask once. */
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

/** The data set that has to be fetched, once it is there. */
function useStored(settings: DataSettings): Dataset | undefined {
  const [fetched, setFetched] = useState<Dataset>();
  useEffect(() => {
    let isGone = false;
    void loadStored(settings).then((dataset) => {
      if (!isGone) setFetched(dataset);
    });
    return () => {
      isGone = true;
    };
  }, [settings]);
  return fetched?.id === settings.dataset ? fetched : undefined;
}

function useFrom<Result>(
  known: WeakMap<DataSettings, Result>,
  make: (settings: DataSettings, stored: Dataset | undefined) => Result,
): Result | undefined {
  const settings = useDocument(({ whole }) => whole.data);
  const stored = useStored(settings);
  return useMemo(
    () =>
      isStored(settings) && stored === undefined
        ? undefined
        : once(known, settings, () => make(settings, stored)),
    [known, make, settings, stored],
  );
}

/** The open document's data set; undefined while it is fetched. */
export const useDataset = (): DatasetResult | undefined => useFrom(resolved, resolveDataset);

/** The same split and scaled. */
export const usePrepared = (): PrepareResult | undefined => useFrom(prepared, prepareData);
