import { describe, expect, test } from 'vitest';
import { iris } from '../../../engine/data/iris.ts';
import { readText } from './fixtures.ts';

describe('Iris', () => {
  test('is the fixture, row by row and to the digit', () => {
    const [, ...lines] = readText('../../oracle/iris/iris.csv').trim().split(/\r?\n/);
    const classes = iris.target.kind === 'class' ? iris.target.classes : [];
    const rows = lines.map((line) => line.split(','));
    expect(iris.x).toEqual(rows.map((row) => row.slice(0, 4).map(Number)));
    expect(iris.y.map((label) => classes[label])).toEqual(rows.map((row) => row[4]));
    expect(iris.features).toHaveLength(4);
  });
});
