import { type OwnTable, ownDataset } from '../../engine/graph/document.ts';
import { setData } from '../../engine/graph/edit/edit.ts';
import { editWhole } from '../document/store.ts';

/** The columns of a table that is points on a plane: two features of numbers, and a class. */
export function pointColumns({
  columns,
}: OwnTable): { readonly x: number; readonly y: number; readonly target: number } | undefined {
  const places = columns.map((column, place) => ({ ...column, place }));
  const features = places.filter(({ use }) => use === 'feature');
  const target = places.find(({ use, kind }) => use === 'target' && kind === 'category');
  const [x, y] = features;
  if (x === undefined || y === undefined || target === undefined || features.length > 2) return undefined;
  return features.every(({ kind }) => kind === 'number')
    ? { x: x.place, y: y.place, target: target.place }
    : undefined;
}

const noPoints: OwnTable = {
  name: 'Points',
  columns: [
    { name: 'x', kind: 'number', use: 'feature' },
    { name: 'y', kind: 'number', use: 'feature' },
    { name: 'class', kind: 'category', use: 'target' },
  ],
  missing: 'drop',
  rows: [],
};

/** Begins a table of points without any, as one step. */
export const beginPoints = (): void =>
  editWhole('Draw points', (whole) =>
    setData(whole, { ...whole.data, dataset: ownDataset, table: noPoints }),
  );
