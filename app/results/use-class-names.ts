import { useMemo } from 'react';
import { resolveDataset } from '../../engine/data/prepare.ts';
import { useDocument } from '../document/store.ts';

/** Names of the classes, from the data set where it has as many; else their numbers. */
export function useClassNames(classes: number): readonly string[] {
  const settings = useDocument(({ whole }) => whole.data);
  return useMemo(() => {
    const target = resolveDataset(settings)?.target;
    const names = target?.kind === 'class' ? target.classes : [];
    return Array.from({ length: classes }, (_, index) =>
      names.length === classes ? (names[index] ?? String(index)) : String(index),
    );
  }, [settings, classes]);
}
