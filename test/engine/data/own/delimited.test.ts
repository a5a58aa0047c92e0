import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { profileColumns, readingNotes, suggestChoices } from '../../../../engine/data/own/columns.ts';
import {
  delimiters,
  detectReading,
  maximumTableCharacters,
  type RawTable,
  type Reading,
  readDelimited,
} from '../../../../engine/data/own/delimited.ts';
import { ownDatasetOf } from '../../../../engine/data/own/own-dataset.ts';
import { tableOf } from '../../../../engine/data/own/table.ts';
import { prepareData } from '../../../../engine/data/prepare.ts';
import { defaultData, ownDataset } from '../../../../engine/graph/document.ts';

function rawOf(text: string, reading: Reading = detectReading(text)): RawTable {
  const read = readDelimited(text, reading);
  if (!read.ok) throw new Error(read.message);
  return read.table;
}

function refusal(text: string): string {
  const read = readDelimited(text, detectReading(text));
  return read.ok ? 'not refused' : read.message;
}

/** Everything from a text to what a person is told of it. */
function understood(text: string, target?: string) {
  const reading = detectReading(text);
  const raw = rawOf(text, reading);
  const profiles = profileColumns(raw, reading);
  const table = tableOf(raw, suggestChoices('test', profiles, raw.rows.length, target), reading);
  return { raw, profiles, table, notes: readingNotes(raw, profiles, reading), dataset: ownDatasetOf(table) };
}

const hostile = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../hostile-tables/${name}.csv`, import.meta.url)), 'utf8');

describe('how a text is read', () => {
  test.each([
    ['commas', 'a,b\n1,2\n', { delimiter: ',', decimal: '.', header: true, marks: true }],
    [
      'semicolons and decimal commas',
      'a;b\n1,5;2\n2,5;3\n',
      { delimiter: ';', decimal: ',', header: true, marks: true },
    ],
    [
      'the same without names',
      '1,5;2,25\n2,5;3,75\n',
      { delimiter: ';', decimal: ',', header: false, marks: true },
    ],
    ['tabs', 'a\tb\n1.5\tx\n', { delimiter: '\t', decimal: '.', header: true, marks: true }],
    ['pipes', 'a|b|c\n1|2|3\n', { delimiter: '|', decimal: '.', header: true, marks: true }],
    ['one column', 'a\n1\n2\n', { delimiter: ',', decimal: '.', header: true, marks: true }],
    [
      'commas in quotation marks',
      'a;b\n"x, y";2\n"z, w";3\n',
      { delimiter: ';', decimal: '.', header: true, marks: true },
    ],
    ['no names', '1,2,x\n3,4,y\n', { delimiter: ',', decimal: '.', header: false, marks: true }],
  ])('%s', (_, text, expected) => {
    expect(detectReading(text)).toEqual(expected);
  });

  test('line ends, blank lines, blanks around cells and a byte-order mark leave no trace', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const { names, rows } = rawOf(['\uFEFFa; b ', '1;2', '', '3 ; 4', ''].join(end));
      expect([names, rows]).toEqual([
        ['a', 'b'],
        [
          ['1', '2'],
          ['3', '4'],
        ],
      ]);
    }
  });

  test('columns get names where they have none, and no two the same', () => {
    expect(rawOf('a,,a\nx,y,z\n').names).toEqual(['a', 'column 2', 'a (2)']);
    expect(rawOf('1,2\n3,4\n').names).toEqual(['column 1', 'column 2']);
  });

  test('what was written is read again, whatever the delimiter and the cells', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '1', ',', ';', '\t', '|', '"', ' ', '\n') });
    const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
    fc.assert(
      fc.property(
        fc.constantFrom(...delimiters),
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }),
        (delimiter, newline, rows) => {
          const text = Papa.unparse(rows, { delimiter, newline, quotes: true });
          const read = rawOf(text, { delimiter, decimal: '.', header: false, marks: true });
          expect(read.rows).toEqual(rows.map((row) => row.map(plain)));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('nothing that comes as text throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const read = readDelimited(text, detectReading(text));
        if (read.ok) expect(profileColumns(read.table, detectReading(text)).length).toBeGreaterThan(0);
        else expect(read.message).toMatch(/^Expected .*[.?]$/s);
      }),
      { numRuns: 40 },
    );
  });

  test('progress grows', () => {
    const shares: number[] = [];
    const text = `a,b\n${'1,2\n'.repeat(20_000)}`;
    readDelimited(text, detectReading(text), (share) => shares.push(share));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(2);
  });

  test('refuses in words, with the number and the limit', () => {
    expect(refusal('')).toBe('Expected a table; found an empty text. Take another file, or paste its rows.');
    expect(readDelimited('a,b\n', { delimiter: ',', decimal: '.', header: true, marks: true })).toMatchObject(
      {
        message: 'Expected rows below the names of the columns; found none.',
      },
    );
    expect(refusal('a\u0000b')).toContain('binary data');
    expect(refusal('a,b\n"1,2\n3,4\n')).toContain('a cell in row 2 opens one that is never closed');
    expect(refusal(`a,b\n${'x'.repeat(1_001)},2\n`)).toContain('found 1,001 in row 2, column 1');
    expect(refusal(`${'a,'.repeat(2_000)}a\n${'1,'.repeat(2_000)}1\n`)).toContain(
      'at most 2,000 columns; found 2,001',
    );
    // The names of the columns are none of the cells.
    expect(refusal(`a,b\n${'1,2\n'.repeat(200_001)}`)).toContain(
      'at most 400,000 cells; 2 columns come to more at row 200,002',
    );
    expect(refusal('1'.repeat(maximumTableCharacters + 1))).toContain(
      'at most 32,000,000 characters; found 32,000,001',
    );
  });
});

describe('hostile tables', () => {
  test('a byte-order mark is no part of a name', () => {
    expect(rawOf(hostile('bom')).names).toEqual(['a', 'b']);
  });

  test('old Macs end lines with a carriage return', () => {
    expect(rawOf(hostile('cr_only')).rows).toHaveLength(2);
  });

  test('quotation marks, delimiters and line breaks within cells', () => {
    expect(rawOf(hostile('quotes')).rows).toEqual([
      ['1', '2'],
      ['3 "x"', '4, 5'],
      ['line break', '6'],
    ]);
  });

  test('ragged rows are named', () => {
    const { notes, raw } = understood(hostile('ragged'));
    expect(notes).toEqual(['2 rows were left out for not having 3 cells: row 2 has 2, row 3 has 4.']);
    expect(raw.rows).toEqual([['7', '8', '9']]);
  });

  test('a missing cell is missing, not 0', () => {
    const { table, profiles } = understood(hostile('empty_cells'));
    expect(table.rows).toEqual(
      [
        [1, null, '0'],
        [null, 2, '1'],
      ].map((row) => (table.columns[2]?.kind === 'number' ? [...row.slice(0, 2), Number(row[2])] : row)),
    );
    expect(profiles.map(({ missing }) => missing)).toEqual([1, 1, 0]);
  });

  test('0x10 is not 16', () => {
    const { notes, profiles } = understood(hostile('hex'));
    expect(profiles[0]).toMatchObject({ kind: 'category', odd: 3 });
    expect(notes[0]).toContain('“0x10” in row 2, “0b11” in row 3, “1_000” in row 4');
  });

  test('other digits are named, and other minus signs read', () => {
    const { notes } = understood(hostile('unicode_digits'));
    expect(notes[0]).toContain('1 cell is no number: “٣” in row 2');
  });

  test('one class only is said', () => {
    const { table } = understood(hostile('one_class'));
    const columns = table.columns.map((column) =>
      column.use === 'target' ? { ...column, kind: 'category' as const } : column,
    );
    const asClasses = { ...table, columns };
    expect(ownDatasetOf(asClasses)).toMatchObject({
      ok: false,
      message: expect.stringContaining('one class only, 0'),
    });
  });

  test('a constant column is not divided by 0, and one row is refused by the split', () => {
    const constant = understood(hostile('constant_col'), 'y').table;
    const whole = { ...defaultData.split, validation: 0, test: 0 };
    const prepared = prepareData({ ...defaultData, dataset: ownDataset, table: constant, split: whole });
    expect(prepared.ok && [...prepared.data.train.x]).toEqual([0, 0, 0]);
    const one = understood(hostile('one_row')).table;
    const refused = prepareData({ ...defaultData, dataset: ownDataset, table: one });
    expect(refused).toMatchObject({
      ok: false,
      message: expect.stringContaining('needs at least one row; the data set has 1 in all'),
    });
  });

  test('sizes of 1e30 are numbers', () => {
    expect(understood(hostile('huge_values')).table.rows.map(([first]) => first)).toEqual([1e30, -1e30]);
  });
});
