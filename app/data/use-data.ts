import { useEffect, useMemo, useState } from 'react';
import type { Dataset, DatasetResult } from '../../engine/data/dataset.ts';
import { isStored, loadStored, type PrepareResult } from '../../engine/data/prepare.ts';
import type { DataSettings } from '../../engine/graph/document.ts';
import { useDocument } from '../document/store.ts';
import { notFetched, preparedOf, resolvedOf } from './resolved-data.ts';

interface Fetched {
  readonly id: string;
  /** Undefined where it could not be fetched. */
  readonly dataset: Dataset | undefined;
}

/** The data set that has to be fetched, once it is there or was not to be had. */
function useStored(settings: DataSettings): Fetched | undefined {
  const [fetched, setFetched] = useState<Fetched>();
  useEffect(() => {
    let isGone = false;
    const take = (dataset: Dataset | undefined): void => {
      if (!isGone) setFetched({ id: settings.dataset, dataset });
    };
    loadStored(settings).then(take, () => take(undefined));
    return () => {
      isGone = true;
    };
  }, [settings]);
  return fetched?.id === settings.dataset ? fetched : undefined;
}

function useFrom<Result>(
  make: (settings: DataSettings, stored: Dataset | undefined) => Result,
): Result | typeof notFetched | undefined {
  const settings = useDocument(({ whole }) => whole.data);
  const fetched = useStored(settings);
  return useMemo(() => {
    if (!isStored(settings)) return make(settings, undefined);
    if (fetched === undefined) return undefined;
    return fetched.dataset === undefined ? notFetched : make(settings, fetched.dataset);
  }, [make, settings, fetched]);
}

/** The open document's data set; undefined while it is fetched. */
export const useDataset = (): DatasetResult | undefined => useFrom(resolvedOf);

/** The same split and scaled. */
export const usePrepared = (): PrepareResult | undefined => useFrom(preparedOf);
