import { describe, expect, test } from 'vitest';
import {
  byteSizes,
  type ModuleRow,
  parameterTotals,
  type RowShape,
  rowNames,
  torchsummaryText,
} from '../../../engine/summary/torchsummary.ts';
import fixture from '../../oracle/summary/summary.json' with { type: 'json' };

/** The rows of a printed table, read back; what is trainable is not printed per row. */
function rowsOf(text: string, trainable: number): readonly ModuleRow[] {
  const lines = text.split('\n');
  const rows = lines.slice(3, lines.indexOf('='.repeat(64), 3)).map((line) => {
    const [, type = '', shape = '', count = ''] = /^ *(.*)-\d+ +(\[.*\]) +([\d,]+)$/.exec(line) ?? [];
    return {
      type,
      shape: JSON.parse(shape) as RowShape,
      parameters: BigInt(count.replaceAll(',', '')),
      trainable: true,
    };
  });
  const total = parameterTotals(rows).total;
  if (total === BigInt(trainable)) return rows;
  // In the fixtures with frozen layers it is always the first that is frozen.
  return rows.map((row, index) => ({ ...row, trainable: index > 0 }));
}

const printed = fixture.cases.flatMap(({ id, input_size, several_inputs, batch_size, pypi151 }) => {
  if (pypi151.text === undefined) return [];
  const inputSizes = several_inputs ? (input_size as number[][]) : [input_size as number[]];
  const trainable = Number(/^Trainable params: (.*)$/m.exec(pypi151.text)?.[1]?.replaceAll(',', ''));
  return [{ id, inputSizes, batchSize: batch_size, text: pypi151.text, trainable }];
});

describe('the table from its rows', () => {
  test('there are tables', () => expect(printed).toHaveLength(30));

  test.each(printed)('$id', ({ inputSizes, batchSize, text, trainable }) => {
    expect(torchsummaryText(rowsOf(text, trainable), inputSizes, batchSize)).toBe(text);
  });
});

const linear = (shape: readonly number[], parameters: bigint): ModuleRow => ({
  type: 'Linear',
  shape,
  parameters,
  trainable: true,
});

test('counts above 2^53 are exact', () => {
  const row = linear([-1, 134_217_727], 134_217_727n * 134_217_729n + 134_217_727n);
  const text = torchsummaryText([row], [[134_217_729]]);
  expect(text).toContain('Total params: 18,014,398,643,699,710\n');
  expect(byteSizes([row], [[134_217_729]], -1).parameters).toBe(72_057_594_574_798_840n);
});

test('sizes are totals of the row outputs, twice, with the batch size in the product', () => {
  const rows = [linear([64, 8], 40n), linear([64, 3], 27n)];
  expect(byteSizes(rows, [[4]], 64)).toEqual({
    input: BigInt(64 * 4 * 4),
    passes: BigInt(2 * 64 * (8 + 3) * 4),
    parameters: BigInt(67 * 4),
    total: BigInt(64 * 4 * 4 + 2 * 64 * 11 * 4 + 67 * 4),
  });
});

test('names count over all rows', () => {
  expect(rowNames([{ type: 'Linear' }, { type: 'ReLU' }, { type: 'Linear' }])).toEqual([
    'Linear-1',
    'ReLU-2',
    'Linear-3',
  ]);
});
