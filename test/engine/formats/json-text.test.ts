import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maximumCharacters, maximumDepth, readJson } from '../../../engine/formats/json-text.ts';

const message = (text: string): string => {
  const result = readJson(text);
  return result.ok ? 'ok' : result.message;
};

test('reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), (text) => {
      fc.pre(!text.includes('__proto__'));
      expect(readJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
    }),
  );
});

test('brackets and escaped quotes in texts do not nest', () => {
  const text = JSON.stringify({ a: '[{'.repeat(1000), b: '\\"[[', c: '\\' });
  expect(readJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
});

describe('refuses, saying what it found', () => {
  test.each([
    ['', 'an empty file'],
    [' \n', 'an empty file'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:0', 'Git LFS pointer'],
    ['{\u0000}\u0000', 'UTF-16'],
    ['\uFFFD\uFFFD{', 'no UTF-8'],
    ['{"a": NaN}', 'Expected JSON, and at line 1, column 7 a value; found NaN}.'],
    ['{\r\n  "a": 1', 'at line 2, column 9 a comma or }; found the end of the file.'],
    [
      '{\n"a\nb": 1}',
      'at line 2, column 3 the end of the text in quotes on its line; found the end of the line.',
    ],
    ['"never ends', 'Expected JSON, and at line 1, column 1 the end'],
    ['{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> other\n}', 'a merge conflict from line 2 on'],
    [
      '{\n  "a": { "b": [1, {"c": "\\"c\\":"}] },\n  "c": 2, "\\u0061" : 3\n}',
      'Expected each name once in an object; found "a" at line 2, column 3 and again at line 3, column 11. Remove the one',
    ],
    ['[{"a": 1}, {"a": [{"": 1, "": 2}]}]', 'found "" at line 1, column 20 and again at line 1, column 27.'],
    [`{"${'n'.repeat(50)}": 1, "${'n'.repeat(50)}": 1}`, `found "${'n'.repeat(20)}…" at`],
    ['{"\\u005f_proto__": {}}', '__proto__'],
    ['[{"a": {"__proto__": 1}}]', '__proto__'],
  ])('%j', (text, found) => {
    expect(message(text)).toContain(found);
  });

  test('what is nested too deeply', () => {
    const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(message(nested(maximumDepth))).toBe('ok');
    expect(message(nested(maximumDepth + 1))).toContain('levels of brackets');
    expect(message('{"a":'.repeat(1_000_000))).toContain('levels of brackets');
  });

  test('what is too large, unread', () => {
    expect(message('['.padEnd(maximumCharacters + 1))).toContain(`found ${maximumCharacters + 1}`);
  });
});

test('names are once in an object exactly where parsers keep them all', () => {
  const name = fc.constantFrom('a', 'b', '\\u0061', 'a:', '\\"a\\"');
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom('1', '"a"', '"\\"a\\": 1"'),
      fc.array(tie('value'), { maxLength: 3 }).map((list) => `[${list.join(', ')}]`),
      fc
        .array(fc.tuple(name, tie('value')), { maxLength: 3 })
        .map((list) => `{${list.map(([key, inner]) => `"${key}" : ${inner}`).join(',')}}`),
    ),
  }));
  const namesKept = (parsed: unknown): number =>
    typeof parsed !== 'object' || parsed === null
      ? 0
      : (Array.isArray(parsed) ? 0 : Object.keys(parsed).length) +
        Object.values(parsed).reduce((sum: number, inner) => sum + namesKept(inner), 0);
  fc.assert(
    fc.property(value, (text) => {
      const written = text.split('" : ').length - 1;
      expect(readJson(text).ok).toBe(written === namesKept(JSON.parse(text)));
    }),
    { numRuns: 500 },
  );
});

test('a byte order mark is passed over', () => {
  expect(readJson('\uFEFF{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
});
