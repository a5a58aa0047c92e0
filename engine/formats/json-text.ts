import { closingQuote, jsonFault, type RepeatedName, repeatedName } from './json-fault.ts';

/**
 * Reading JSON from strangers: bounded before it is parsed, and refused where a parser or anything after it could
 * choke.
 */

/** Most characters of a file: 64 Mi, which holds some 12 million weights. */
export const maximumCharacters = 64 * 2 ** 20;

/** Deepest nesting; a document needs 5. */
export const maximumDepth = 32;

export type JsonResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

const refuse = (message: string): JsonResult => ({ ok: false, message });

const [quote, openList, openObject, closeList, closeObject] = Array.from('"[{]}', (letter) =>
  letter.charCodeAt(0),
);

/** Whether brackets outside of texts nest deeper than allowed; found without recursion, before any parser recurses. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = closingQuote(text, at);
    else if (code === openList || code === openObject) {
      depth += 1;
      if (depth > maximumDepth) return true;
    } else if (code === closeList || code === closeObject) depth -= 1;
  }
  return false;
}

/** What a file that is no JSON probably is instead. */
function guess(text: string): string | undefined {
  if (text.startsWith('version https://git-lfs.github.com/')) {
    return 'found a Git LFS pointer; fetch the file itself with “git lfs pull”.';
  }
  const head = text.slice(0, 1000);
  if (head.includes('\u0000')) return 'found binary data, or text in UTF-16; save it as UTF-8.';
  if (head.includes('\uFFFD')) return 'found bytes that are no UTF-8 text.';
  return text.trim() === '' ? 'found an empty file.' : undefined;
}

/** What a version control leaves around versions that it could not merge. */
const conflictMark = /^(?:<{7}|={7}|>{7})(?: |$)/m;

/** Line and column of a place, both counted from 1. */
function lineAndColumn(text: string, at: number): string {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** Most characters that are shown of what was found. */
const mostShown = 20;

/** Why text is no JSON: what it probably is instead, else the first place that is not as expected. */
function faultOf(text: string): string {
  const guessed = guess(text);
  if (guessed !== undefined) return `Expected JSON; ${guessed}`;
  const mark = conflictMark.exec(text);
  if (mark !== null) {
    return `Expected JSON; found the marks of a merge conflict from line ${text.slice(0, mark.index).split('\n').length} on. Choose one of the versions between them and remove the marks.`;
  }
  const fault = jsonFault(text);
  if (fault === undefined) return 'Expected JSON; found something else.';
  const { at, expected } = fault;
  const rest = text.slice(at, at + mostShown).split(/[\r\n]/)[0] ?? '';
  const found = at >= text.length ? 'the end of the file' : rest === '' ? 'the end of the line' : rest;
  return `Expected JSON, and at ${lineAndColumn(text, at)} ${expected}; found ${found}.`;
}

/** A name that stands twice: both places, since only the person knows which of the two is meant. */
function saidTwice(text: string, { name, at, firstAt }: RepeatedName): string {
  const shown = name.length > mostShown ? `${name.slice(0, mostShown)}…` : name;
  return `Expected each name once in an object; found "${shown}" at ${lineAndColumn(text, firstAt)} and again at ${lineAndColumn(text, at)}. Remove the one that is not meant.`;
}

/** Nearly every file neither says it nor escapes letters, and need not be searched. */
const mayNamePrototype = (text: string): boolean => text.includes('__proto__') || text.includes('\\u');

/** A member called `__proto__` reads as one thing and assigns as another; no document has one. */
function hasPrototypeKey(value: unknown): boolean {
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (!Array.isArray(next) && Object.hasOwn(next, '__proto__')) return true;
    for (const inner of Object.values(next))
      if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
  return false;
}

export function readJson(given: string): JsonResult {
  if (given.length > maximumCharacters) {
    return refuse(`Expected at most ${maximumCharacters} characters; found ${given.length}.`);
  }
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given;
  if (isTooDeep(text)) {
    return refuse(`Expected at most ${maximumDepth} levels of brackets; found more.`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (mayNamePrototype(text) && hasPrototypeKey(value))
      return refuse('Expected names of members; found “__proto__”, which no document has.');
    const twice = repeatedName(text);
    if (twice !== undefined) return refuse(saidTwice(text, twice));
    return { ok: true, value };
  } catch {
    return refuse(faultOf(text));
  }
}
