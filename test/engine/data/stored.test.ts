import { describe, expect, test } from 'vitest';
import { storedDataset } from '../../../engine/cli/stored-data.ts';
import { datasets } from '../../../engine/data/catalogue.ts';
import { loadStored, prepareData } from '../../../engine/data/prepare.ts';
import { fitStandardScaler } from '../../../engine/data/scaler.ts';
import { defaultData } from '../../../engine/graph/document.ts';
import figures from './stored-figures.json';

const stored = datasets.filter((entry) => entry.kind === 'stored');

describe('the data sets that are fetched', () => {
  test('are those of which figures are known', () => {
    expect(stored.map(({ id }) => id)).toEqual(figures.sets.map(({ name }) => name.replace('_', '-')));
  });

  test.each(figures.sets)("$name has scikit-learn's rows, means and deviations", async (known) => {
    const entry = stored.find(({ id }) => id === known.name.replace('_', '-'));
    const dataset = await entry?.load();
    if (dataset === undefined) throw new Error('not there');
    expect([dataset.x.length, dataset.features.length]).toEqual([known.rows, known.features]);
    const { offset, scale } = fitStandardScaler(dataset.x);
    const close = (numbers: readonly number[]) => numbers.map((value) => expect.closeTo(value, 9));
    expect(offset).toEqual(close(known.mean));
    // A column that never changes is divided by 1.
    expect(scale).toEqual(close(known.scale.map((value) => (value === 0 ? 1 : value))));
    expect(dataset.x[0]).toEqual(known.first_row);
    expect(dataset.y.reduce((sum, value) => sum + value, 0) / dataset.y.length).toBeCloseTo(
      known.target_mean,
      9,
    );
    if (dataset.target.kind === 'class') {
      expect(dataset.target.classes).toEqual(known.classes);
      const counts = dataset.target.classes.map(
        (_, label) => dataset.y.filter((found) => found === label).length,
      );
      expect(counts).toEqual(known.class_counts);
    }
    // The command line has the same ones at hand.
    expect(storedDataset(dataset.id)).toBe(dataset);
  });

  test('are prepared once they were fetched, and said to be missing before', async () => {
    const settings = { ...defaultData, dataset: 'wine' };
    expect(prepareData(settings)).toEqual({
      ok: false,
      message: 'The data set Wine has not been fetched yet.',
    });
    const prepared = prepareData(settings, await loadStored(settings));
    expect(prepared.ok && [prepared.data.features, prepared.data.classes, prepared.data.train.rows]).toEqual([
      13, 3, 106,
    ]);
    expect(await loadStored(defaultData)).toBeUndefined();
  });

  test('digits are pictures of 8×8 points', async () => {
    const digits = await stored.find(({ id }) => id === 'digits')?.load();
    expect(digits?.picture).toEqual({ height: 8, width: 8, largest: 16 });
    const points = digits?.x.flat() ?? [];
    expect([Math.min(...points.slice(0, 9_999)), Math.max(...points.slice(0, 9_999))]).toEqual([0, 16]);
  });
});
