import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonFault } from '../../../engine/formats/json-fault.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('finds a fault exactly where a parser does, in JSON that was changed at one place', () => {
  const change = fc.constantFrom(...'{}[],:"\\ \n01.-+eEtrufalsn/\u0001é');
  const changed = fc
    .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('insert', 'remove', 'replace', 'cut'), change)
    .map(([text, place, how, letter]) => {
      const at = place % (text.length + 1);
      if (how === 'cut') return text.slice(0, at);
      return (
        text.slice(0, at) + (how === 'remove' ? '' : letter) + text.slice(how === 'insert' ? at : at + 1)
      );
    });
  fc.assert(
    fc.property(fc.oneof(changed, fc.string()), (text) => {
      expect(jsonFault(text) === undefined).toBe(isJson(text));
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['{"a": NaN}', 6, 'a value'],
  ['{"a": 1 "b": 2}', 8, 'a comma or }'],
  ['[1,\n2,]', 6, 'a value'],
  ['{"a": 1,}', 8, 'a name in double quotes'],
  ["{'a': 1}", 1, 'a name in double quotes or }'],
  ['{"a" 1}', 5, 'a colon'],
  ['{"a": 1}x', 8, 'nothing more'],
  ['[01]', 1, 'a value or ]'],
  ['["a', 1, 'the end of the text in quotes'],
  ['["a\nb"]', 3, 'the end of the text in quotes on its line'],
  ['["a\\x"]', 3, 'an escape such as \\n or \\\\'],
  ['{"a": [1, 2', 11, 'a comma or ]'],
])('%j stops being JSON at %d', (text, at, expected) => {
  expect(jsonFault(text)).toEqual({ at, expected });
});
