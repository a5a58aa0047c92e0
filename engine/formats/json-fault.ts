/** Where a text stops being JSON. */
export interface JsonFault {
  readonly at: number;
  /** In words that go after 'Expected'. */
  readonly expected: string;
}

/** What may come next, by the words for it. */
const next = {
  value: 'a value',
  valueOrEnd: 'a value or ]',
  name: 'a name in double quotes',
  nameOrEnd: 'a name in double quotes or }',
  colon: 'a colon',
  commaInList: 'a comma or ]',
  commaInObject: 'a comma or }',
  nothing: 'nothing more',
} as const;
type Next = keyof typeof next;

const space = /[ \t\r\n]*/y;
const word = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
/** An escape, whole or a backslash alone, or a character that a text may hold only escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const special = /\\(?:u[\da-fA-F]{4}|["\\/bfnrt])?|[\u0000-\u001f]/g;

const endOf = (pattern: RegExp, text: string, at: number): number | undefined => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
};

/** Where the text that begins at a quote ends, its closing quote being at that place; the text's length where it does not. */
export function closingQuote(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0) {
    let backslashes = 0;
    while (text.charAt(end - 1 - backslashes) === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

/** What is wrong within quotes, where anything is. */
function faultWithin(text: string, start: number, end: number): JsonFault | undefined {
  for (const { 0: found, index } of text.slice(start, end).matchAll(special)) {
    if (found === '\\') return { at: start + index, expected: 'an escape such as \\n or \\\\' };
    if (found.length === 1)
      return { at: start + index, expected: 'the end of the text in quotes on its line' };
  }
  return end === text.length ? { at: start, expected: 'the end of the text in quotes' } : undefined;
}

/** A name that an object has twice, of which parsers keep the last without a word. */
export interface RepeatedName {
  readonly name: string;
  readonly at: number;
  readonly firstAt: number;
}

const beforeColon = /[ \t\r\n]*:/y;

/** The first name that stands twice in one object of a text that is JSON, also where it is written differently. */
export function repeatedName(text: string): RepeatedName | undefined {
  const open: Map<string, number>[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '{') open.push(new Map());
    else if (letter === '}') open.pop();
    else if (letter === '"') {
      const start = at;
      at = closingQuote(text, start);
      if (endOf(beforeColon, text, at + 1) === undefined) continue;
      const written = text.slice(start, at + 1);
      const name = written.includes('\\') ? String(JSON.parse(written)) : written.slice(1, -1);
      const names = open.at(-1);
      const firstAt = names?.get(name);
      if (firstAt !== undefined) return { name, at: start, firstAt };
      names?.set(name, start);
    }
  }
  return undefined;
}

/**
 * The first place at which a text is no JSON any more; undefined where it is JSON. Engines word their faults differently and
 * tell the place of some only, so this is asked once one of them has refused.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const open: ('list' | 'object')[] = [];
  const afterValue = (): Next => {
    const inner = open.at(-1);
    if (inner === undefined) return 'nothing';
    return inner === 'list' ? 'commaInList' : 'commaInObject';
  };
  let expected: Next = 'value';
  let at = endOf(space, text, 0) ?? 0;
  while (at < text.length) {
    const letter = text.charAt(at);
    const takesValue: boolean = expected === 'value' || expected === 'valueOrEnd';
    const takesName: boolean = expected === 'name' || expected === 'nameOrEnd';
    let end = at + 1;
    if (letter === '"' && (takesValue || takesName)) {
      end = closingQuote(text, at) + 1;
      const fault = faultWithin(text, at, end - 1);
      if (fault !== undefined) return fault;
      expected = takesName ? 'colon' : afterValue();
    } else if (letter === '[' && takesValue) {
      open.push('list');
      expected = 'valueOrEnd';
    } else if (letter === '{' && takesValue) {
      open.push('object');
      expected = 'nameOrEnd';
    } else if (
      (letter === ']' && (expected === 'valueOrEnd' || expected === 'commaInList')) ||
      (letter === '}' && (expected === 'nameOrEnd' || expected === 'commaInObject'))
    ) {
      open.pop();
      expected = afterValue();
    } else if (letter === ',' && expected === 'commaInList') expected = 'value';
    else if (letter === ',' && expected === 'commaInObject') expected = 'name';
    else if (letter === ':' && expected === 'colon') expected = 'value';
    else {
      const known: number | undefined = takesValue ? endOf(word, text, at) : undefined;
      if (known === undefined) return { at, expected: next[expected] };
      end = known;
      expected = afterValue();
    }
    at = endOf(space, text, end) ?? end;
  }
  return expected === 'nothing' ? undefined : { at, expected: next[expected] };
}
