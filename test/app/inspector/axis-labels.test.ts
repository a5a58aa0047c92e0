import { describe, expect, test } from 'vitest';
import { portLabels, storedLabels } from '../../../app/inspector/axis-labels.ts';
import type { NamesByPort } from '../../../engine/data/axis-names.ts';

const names: NamesByPort = new Map([
  ['fc input', { of: 'features', names: ['length', 'width'] }],
  ['fc output', { of: 'classes', names: ['a', 'b', 'c'] }],
]);

describe('axes of a parameter', () => {
  test('are called by what its ports are called, else by their places', () => {
    const weight = storedLabels({ id: 'fc' }, { shape: [3, 2], along: ['output', 'input'] }, names);
    expect([weight.axes, weight.row(1), weight.column(0)]).toEqual(['out × in', 'b', 'length']);
    const bias = storedLabels({ id: 'fc' }, { shape: [3], along: ['output'] }, names);
    expect([bias.axes, bias.row(0), bias.column(2)]).toEqual(['out', '', 'c']);
    const other = storedLabels({ id: 'other' }, { shape: [3, 2], along: ['output', 'input'] }, names);
    expect([other.row(1), other.column(0)]).toEqual(['out 1', 'in 0']);
    // Another data set, with other names, is no reason to call a weight of the last run by them.
    const old = storedLabels({ id: 'fc' }, { shape: [4, 2], along: ['output', 'input'] }, names);
    expect(old.row(1)).toBe('out 1');
  });

  test('beyond two lie side by side, each with its own', () => {
    const along = ['output', 'input1', 'input2'];
    const { axes, row, column } = storedLabels({ id: 'b' }, { shape: [4, 2, 3], along }, names);
    expect([axes, row(3), column(5)]).toEqual(['out × in1 × in2', 'out 3', 'in1 1, in2 2']);
    const plain = storedLabels({ id: 'p' }, { shape: [2, 3] }, names);
    expect([plain.axes, plain.row(1), plain.column(2)]).toEqual(['', '1', '2']);
    expect(storedLabels({ id: 'p' }, { shape: [] }, names).column(0)).toBe('');
  });
});

describe('axes of values', () => {
  test('are the samples by their numbers and the columns by name', () => {
    const labels = portLabels([2, 3], [17, 4], names.get('fc output'));
    expect([labels.axes, labels.row(0), labels.column(2)]).toEqual(['N × classes', '17', 'c']);
    const unnamed = portLabels([2, 8], [17, 4], undefined);
    expect([unnamed.axes, unnamed.row(1), unnamed.column(7)]).toEqual(['N × features', '4', '7']);
    expect(portLabels([2], [17, 4], { of: 'target', names: ['kind'] }).column(0)).toBe('kind');
    expect(portLabels([2, 2, 3], [17, 4], undefined).column(5)).toBe('[1, 2]');
    expect(portLabels([], [17, 4], undefined)).toMatchObject({ axes: '' });
  });
});
