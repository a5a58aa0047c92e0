import { useMemo } from 'react';
import { useDataset } from '../data/use-data.ts';

/** Names of the classes, from the data set where it has as many; else their numbers. */
export function useClassNames(classes: number): readonly string[] {
  const found = useDataset();
  return useMemo(() => {
    const target = found?.ok === true ? found.dataset.target : undefined;
    const names = target?.kind === 'class' ? target.classes : [];
    return Array.from({ length: classes }, (_, index) =>
      names.length === classes ? (names[index] ?? String(index)) : String(index),
    );
  }, [found, classes]);
}
