import { describe, expect, test } from 'vitest';
import { datasets, findDataset } from '../../../engine/data/catalogue.ts';

describe('the catalogue', () => {
  test('lists every built-in data set once', () => {
    expect(datasets.map(({ id }) => id)).toEqual([
      'iris',
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

  test.each(datasets)('$id is a whole table', (entry) => {
    const dataset = entry.kind === 'table' ? entry.dataset : entry.generate(entry.defaults);
    expect([dataset.id, dataset.name]).toEqual([entry.id, entry.name]);
    expect(dataset.y).toHaveLength(dataset.x.length);
    expect(new Set(dataset.x.map((row) => row.length))).toEqual(new Set([dataset.features.length]));
    const classes = dataset.target.kind === 'class' ? dataset.target.classes.length : Number.NaN;
    expect(dataset.y.every((label) => Number.isInteger(label) && label >= 0 && label < classes)).toBe(true);
    expect([dataset.description, dataset.source].every((text) => text.length > 0)).toBe(true);
  });

  test('finds by id', () => {
    expect(findDataset('iris')?.name).toBe('Iris');
    expect(findDataset('Iris')).toBeUndefined();
  });
});
