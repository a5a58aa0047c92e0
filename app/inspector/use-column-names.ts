import { useMemo } from 'react';
import { columnNames, type NamesByPort } from '../../engine/data/axis-names.ts';
import { useDataset } from '../data/use-data.ts';
import { useDocument } from '../document/store.ts';

const none: NamesByPort = new Map();

/** What the columns of all ports are called, where the data set or a loss names them. */
export function useColumnNames(): NamesByPort {
  const checked = useDocument((state) => state.checked);
  const found = useDataset();
  return useMemo(() => (found?.ok === true ? columnNames(checked, found.dataset) : none), [checked, found]);
}
