import { describe, expect, test } from 'vitest';
import { datasets, findDataset } from '../../../engine/data/catalogue.ts';
import type { BuiltIn, Dataset } from '../../../engine/data/dataset.ts';

const wholeTable = (entry: BuiltIn): Dataset | Promise<Dataset> => {
  if (entry.kind === 'table') return entry.dataset;
  return entry.kind === 'stored' ? entry.load() : entry.generate(entry.defaults);
};

describe('the catalogue', () => {
  test('lists every built-in data set once', () => {
    expect(datasets.map(({ id }) => id)).toEqual([
      'iris',
      'wine',
      'breast-cancer',
      'digits',
      'diabetes',
      'hours-pass',
      'hours-score',
      'softmax-sample',
      'mlp-sample',
      'xor',
      'moons',
      'circles',
      'spiral',
    ]);
  });

  test.each(datasets)('$id is a whole table', async (entry) => {
    const dataset = await wholeTable(entry);
    expect([dataset.id, dataset.name]).toEqual([entry.id, entry.name]);
    expect(dataset.y).toHaveLength(dataset.x.length);
    expect(new Set(dataset.x.map((row) => row.length))).toEqual(new Set([dataset.features.length]));
    const classes = dataset.target.kind === 'class' ? dataset.target.classes.length : undefined;
    const fits = (label: number) =>
      classes === undefined
        ? Number.isFinite(label)
        : Number.isInteger(label) && label >= 0 && label < classes;
    expect(dataset.y.every(fits)).toBe(true);
    expect([dataset.description, dataset.source].every((text) => text.length > 0)).toBe(true);
  });

  test('finds by id', () => {
    expect(findDataset('iris')?.name).toBe('Iris');
    expect(findDataset('Iris')).toBeUndefined();
  });
});
