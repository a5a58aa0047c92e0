import { describe, expect, test } from 'vitest';
import { ownDatasetOf } from '../../../../engine/data/own/own-dataset.ts';
import { prepareData } from '../../../../engine/data/prepare.ts';
import { defaultData, type OwnTable, ownDataset } from '../../../../engine/graph/document.ts';

const table: OwnTable = {
  name: 'penguins.csv',
  missing: 'mean',
  columns: [
    { name: 'mass', kind: 'number', use: 'feature' },
    { name: 'island', kind: 'category', use: 'feature' },
    { name: 'id', kind: 'category', use: 'unused' },
    { name: 'species', kind: 'category', use: 'target', classNames: { g: 'Gentoo' } },
  ],
  rows: [
    [1, 'Biscoe', 'n1', 'g'],
    [null, 'Dream', 'n2', 'a'],
    [4, null, null, 'g'],
    [3, 'Dream', 'n4', null],
    [10, 'Dream', 'n5', 'a'],
  ],
};

const dataset = (changes: Partial<OwnTable> = {}) => {
  const result = ownDatasetOf({ ...table, ...changes });
  if (!result.ok) throw new Error(result.message);
  return result.dataset;
};

const refusal = (changes: Partial<OwnTable>): string => {
  const result = ownDatasetOf({ ...table, ...changes });
  return result.ok ? 'not refused' : result.message;
};

const use = (index: number, as: OwnTable['columns'][number]['use']) =>
  table.columns.map((column, at) => (at === index ? { ...column, use: as } : column));

describe('an own table as a data set', () => {
  test('has a column per number and per value of a category, and class indices', () => {
    const { features, x, y, target, tableRows } = dataset();
    expect(features).toEqual(['mass', 'island = Biscoe', 'island = Dream']);
    expect(x).toEqual([
      [1, 1, 0],
      [Number.NaN, 0, 1],
      [4, Number.NaN, Number.NaN],
      [10, 0, 1],
    ]);
    expect([y, tableRows]).toEqual([
      [1, 0, 1, 0],
      [0, 1, 2, 4],
    ]);
    expect(target).toEqual({ kind: 'class', name: 'species', classes: ['a', 'Gentoo'] });
  });

  test('leaves out rows with missing features where they are not filled', () => {
    const { tableRows, filling } = dataset({ missing: 'drop' });
    expect([tableRows, filling]).toEqual([[0, 4], undefined]);
  });

  test('without a target has none, and with one of numbers a real one', () => {
    expect(dataset({ columns: use(3, 'unused') })).toMatchObject({
      target: { kind: 'none' },
      y: [0, 0, 0, 0, 0],
    });
    const columns = use(3, 'unused').map((column, at) =>
      at === 0 ? { ...column, use: 'target' as const } : column,
    );
    expect(dataset({ columns })).toMatchObject({ target: { kind: 'real', name: 'mass' }, y: [1, 4, 3, 10] });
  });

  test.each([
    ['mean', 5, 1],
    ['median', 4, 1],
    ['most-frequent', 1, 1],
  ] as const)('fills missing cells with the %s of the training part', (missing, mass, dream) => {
    const prepared = prepareData({
      ...defaultData,
      dataset: ownDataset,
      table: { ...table, missing },
      scaler: 'none',
      split: { ...defaultData.split, validation: 0, test: 0 },
    });
    if (!prepared.ok) throw new Error(prepared.message);
    const { x } = prepared.data.train;
    expect([x[3], x[8]]).toEqual([mass, dream]);
    expect([...x].some(Number.isNaN)).toBe(false);
  });

  test('what fills and scales is learned from the training part alone', () => {
    const rows = [
      [0, 0],
      [2, 1],
      [null, 0],
      [100, 1],
    ];
    const prepared = prepareData({
      ...defaultData,
      dataset: ownDataset,
      table: {
        name: 't',
        missing: 'mean',
        columns: [
          { name: 'a', kind: 'number', use: 'feature' },
          { name: 'y', kind: 'number', use: 'target' },
        ],
        rows,
      },
      scaler: 'none',
      split: { validation: 0, test: 0.5, randomState: 0, shuffle: false, stratify: false },
    });
    expect(prepared.ok && [...prepared.data.test.x]).toEqual([1, 100]);
  });

  test('refuses in words', () => {
    expect(refusal({ rows: [[1, 'Biscoe']] })).toBe(
      'Row 0 of the table has 2 cells; expected 4, one for each column.',
    );
    expect(refusal({ rows: [['x', 'Biscoe', 'n', 'g']] })).toContain('row 0 holds “x”');
    expect(refusal({ rows: [] })).toContain('no rows yet');
    expect(refusal({ rows: [[1, 'a', 'b', null]] })).toContain('Every row lacks a cell');
    expect(refusal({ rows: table.rows.slice(2, 3) })).toContain('island has no value');
    expect(refusal({ rows: table.rows.slice(0, 1) })).toContain('one class only, g');
    expect(refusal({ columns: use(0, 'target') })).toContain('Expected one target; found mass and species');
    expect(
      refusal({ columns: table.columns.map((column) => ({ ...column, use: 'unused' as const })) }),
    ).toContain('at least one feature');
    const long = Array.from({ length: 10_001 }, (_, at) => [1, `v${at}`, null, at % 2 === 0 ? 'a' : 'g']);
    expect(refusal({ rows: long })).toContain('comes to 10002 features');
  });
});
