import { useEffect, useMemo, useState } from 'react';
import type { Dataset, DatasetResult } from '../../engine/data/dataset.ts';
import { isStored, loadStored, type PrepareResult } from '../../engine/data/prepare.ts';
import type { DataSettings } from '../../engine/graph/document.ts';
import { useDocument } from '../document/store.ts';
import { preparedOf, resolvedOf } from './resolved-data.ts';

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
  make: (settings: DataSettings, stored: Dataset | undefined) => Result,
): Result | undefined {
  const settings = useDocument(({ whole }) => whole.data);
  const stored = useStored(settings);
  return useMemo(
    () => (isStored(settings) && stored === undefined ? undefined : make(settings, stored)),
    [make, settings, stored],
  );
}

/** The open document's data set; undefined while it is fetched. */
export const useDataset = (): DatasetResult | undefined => useFrom(resolvedOf);

/** The same split and scaled. */
export const usePrepared = (): PrepareResult | undefined => useFrom(preparedOf);
