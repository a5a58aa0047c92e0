import type { Dataset } from '../../engine/data/dataset.ts';
import type { PreparedData } from '../../engine/data/prepare.ts';

export const parts = [
  { id: 'train', title: 'train' },
  { id: 'validation', title: 'validation' },
  { id: 'test', title: 'test' },
] as const;

export const trimmed = (value: number): string => Number(value.toFixed(4)).toString().replace('-', '−');

export const targetText = ({ target }: Dataset, value: number): string =>
  target.kind === 'class' ? (target.classes[value] ?? String(value)) : trimmed(value);

/** Which part of the split each row of the data set is in. */
export function partByRow(data: PreparedData): ReadonlyMap<number, string> {
  return new Map(parts.flatMap(({ id, title }) => data[id].indices.map((row) => [row, title] as const)));
}
