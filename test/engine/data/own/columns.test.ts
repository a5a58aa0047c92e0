import { expect, test } from 'vitest';
import { profileColumns, readingNotes, suggestChoices } from '../../../../engine/data/own/columns.ts';
import { detectReading, type Reading, readDelimited } from '../../../../engine/data/own/delimited.ts';

function understood(text: string, change: Partial<Reading> = {}) {
  const reading = { ...detectReading(text), ...change };
  const read = readDelimited(text, reading);
  if (!read.ok) throw new Error(read.message);
  const profiles = profileColumns(read.table, reading);
  const { columns } = suggestChoices('t', profiles, read.table.rows.length);
  return {
    kinds: profiles.map(({ kind }) => kind),
    uses: Object.fromEntries(columns.map(({ name, use }) => [name, use])),
    notes: readingNotes(read.table, profiles, reading),
  };
}

/** Lines of a table of 30 rows. */
const lines = (head: string, row: (at: number) => string): string =>
  [head, ...Array.from({ length: 30 }, (_, at) => row(at))].join('\n');

test.each(['', 'id', 'Index', 'Unnamed: 0'])(
  'a column %j that counts the rows is left out, and this is said',
  (name) => {
    const { uses, notes } = understood(
      lines(`${name},x,kind`, (at) => `${1000 + at},${at % 7},${'ab'[at % 2]}`),
    );
    const called = name === '' ? 'column 1' : name;
    expect(uses).toEqual({ [called]: 'unused', x: 'feature', kind: 'target' });
    expect(notes).toEqual([`Column ${called} counts the rows, which tells nothing of them; it is left out.`]);
  },
);

test('a column of another name that goes up by ones, and ids that do not, are features', () => {
  const { uses, notes } = understood(
    lines('year,id,kind', (at) => `${1990 + at},${(at * 7) % 40},${'ab'[at % 2]}`),
  );
  expect(uses).toEqual({ year: 'feature', id: 'feature', kind: 'target' });
  expect(notes).toEqual([]);
});

test('y is the target, but not beside an x that says where a thing lies', () => {
  expect(understood(lines('x,y', (at) => `${at / 8},${at / 9}`)).uses).toEqual({ x: 'feature', y: 'target' });
  expect(understood(lines('x,y,city', (at) => `${at / 8},${at / 9},${'abc'[at % 3]}`)).uses).toEqual({
    x: 'feature',
    y: 'feature',
    city: 'target',
  });
});

test.each([
  ['7.5', 'k. A.', 'Make it a number, and these cells count as missing.'],
  ['2024-01-05', '2024-01-06', 'Dates are not read; to learn from them write them as numbers'],
  ['5.1.2024', '6.1.2024', 'Dates are not read'],
  ['5 kg', '600 g', 'Their units differ; to learn from them as numbers, write all of them in one.'],
  ['0x10', '0x11', 'write them as digits with one decimal mark'],
])('cells such as %s and %s are told with what to do about them', (one, other, remedy) => {
  const { notes } = understood(lines('a;kind', (at) => `${at % 3 === 0 ? other : one};${'ab'[at % 2]}`));
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain(`“${other}” in row 2`);
  expect(notes[0]).toContain(remedy);
});

test('what spreadsheets show where there is nothing is missing, and the column one of numbers', () => {
  const { notes, uses } = understood(
    lines('a;kind', (at) => `${at % 3 === 0 ? '#DIV/0!' : at};${'ab'[at % 2]}`),
  );
  expect(notes).toEqual([]);
  expect(uses['a']).toBe('feature');
});

test('marks between thousands and a unit are read, and this is said; where they are not, what to do', () => {
  const text = lines('price;kind', (at) => `€ ${at + 1}.100,50;${'ab'[at % 2]}`);
  expect(understood(text)).toMatchObject({
    kinds: ['number', 'category'],
    notes: ['Numbers are read without marks and units: “€ 1.100,50” of price in row 2 is 1100.5.'],
  });
  const { kinds, notes } = understood(text, { marks: false });
  expect(kinds).toEqual(['category', 'category']);
  expect(notes[0]).toMatch(/Let marks and units be read, and it is a number\.$/);
});

test('a unit in one cell of a column of words makes nothing odd of the others', () => {
  expect(
    understood(lines('words;kind', (at) => `${at === 3 ? '5 kg' : `w${at % 9}`};${'ab'[at % 2]}`)).notes,
  ).toEqual([]);
});

test('columns without a value and a table of one column are told of', () => {
  const { uses, notes } = understood(lines('a,b,c,kind', (at) => `${at / 2},,NA,${'xy'[at % 2]}`));
  expect(uses).toEqual({ a: 'feature', b: 'unused', c: 'unused', kind: 'target' });
  expect(notes).toEqual(['Columns b, c have no values; they are left out.']);
  expect(understood(lines('a', (at) => `${at / 2}`)).notes).toEqual([
    'One column was found. If there are more, choose the delimiter that stands between their cells.',
  ]);
});
