import { useDeferredValue } from 'react';

/** As many as are seen at first. */
const atOnce = 60;

/** A long list begins with its first rows; the others come when nothing that is waited for has to be drawn any more. */
export function useDrawnRows<T>(rows: readonly T[]): readonly T[] {
  const drawn = Math.max(atOnce, useDeferredValue(rows.length, atOnce));
  return rows.length <= drawn ? rows : rows.slice(0, drawn);
}
