import type { z } from 'zod/mini';
import { describeFound } from '../graph/attributes.ts';
import { type Diagnostic, diagnostic } from '../graph/check/diagnostic.ts';

type Issue = z.core.$ZodIssue;

/** Most faults of one file that are listed. */
const maximumListed = 20;
/** Most names in one message. */
const maximumNames = 5;

/** nodes[2].position.x */
function writePath(path: readonly PropertyKey[]): string {
  const text = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part).slice(0, 40)}`))
    .join('');
  return text.replace(/^\./, '') || 'the document';
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return value;
}

const names = (list: readonly PropertyKey[]): string => {
  const shown = list.slice(0, maximumNames).map((name) => String(name).slice(0, 40));
  return list.length > maximumNames
    ? `${shown.join(', ')} and ${list.length - maximumNames} more`
    : shown.join(', ');
};

/** What an issue expected, in words that go after 'Expected'. */
function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'only members that a document has';
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'invalid_union':
      return [...new Set(issue.errors.flat().map((inner) => expectation(inner)))].join(' or ');
    case 'invalid_type':
      return Object.hasOwn(types, issue.expected) ? (types[issue.expected] ?? '') : issue.expected;
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${sized(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${sized(issue.maximum, issue.origin)}`;
    case 'invalid_format':
      return issue.format === 'regex' ? 'letters, digits, _ . : -' : issue.format;
    case 'invalid_key':
      return 'a shorter name';
    default:
      // What the schema says itself, of bounds that are its own.
      return issue.message;
  }
}

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  tuple: 'a list',
  null: 'null',
};

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };
const sized = (bound: number | bigint, origin: string): string =>
  `${bound}${Object.hasOwn(units, origin) ? units[origin] : ''}`;

const finding = (issue: Issue, root: unknown): string =>
  issue.code === 'unrecognized_keys' ? names(issue.keys) : found(valueAt(root, issue.path), issue);

function found(value: unknown, issue: Issue): string {
  const isLong = issue.code === 'too_big' && (typeof value === 'string' || Array.isArray(value));
  return isLong ? String((value as string | readonly unknown[]).length) : describeFound(value);
}

/** What the schema finds wrong with a document, each with its place, what was expected and what was found. */
export function schemaFaults(issues: readonly Issue[], root: unknown): readonly Diagnostic[] {
  const listed = issues.slice(0, maximumListed).map((issue) => {
    const place = writePath(issue.path);
    return diagnostic('not-a-document', {
      title: `${place} is not as expected`,
      message: `Expected ${expectation(issue)}; found ${finding(issue, root)}.`,
    });
  });
  const left = issues.length - listed.length;
  if (left <= 0) return listed;
  const more = diagnostic('not-a-document', {
    title: `${left} more faults`,
    message: `Expected a document; found ${issues.length} places that are not as expected, of which ${listed.length} are listed.`,
  });
  return [...listed, more];
}
