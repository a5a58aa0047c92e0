import { describe, expect, test } from 'vitest';
import { findingOf, type Mark, marksOf, withMark } from '../../../app/files/kept-graphs.ts';

const mark = (writer: string, turn: number): Mark => ({ writer, turn });

describe('a write finds', () => {
  test.each([
    ['nothing that it has not seen', { mark: mark('a', 2), after: mark('b', 7) }, mark('b', 7), 'free'],
    ['an older one of its own page', { mark: mark('a', 2), after: mark('b', 7) }, mark('a', 1), 'free'],
    ['what there was before there were marks', { mark: mark('a', 1) }, undefined, 'free'],
    ['what is only seen otherwise', { mark: mark('a', 2), after: mark('a', 2) }, mark('a', 2), 'free'],
    ['itself', { mark: mark('a', 2) }, mark('a', 2), 'newer'],
    [
      'a newer one of its own page, as a page does that came back',
      { mark: mark('a', 2) },
      mark('a', 3),
      'newer',
    ],
    ['one of another page', { mark: mark('a', 2), after: mark('b', 7) }, mark('b', 8), 'foreign'],
    ['one of another page at first', { mark: mark('a', 1) }, mark('b', 1), 'foreign'],
    ['one of a page, itself from before there were marks', {}, mark('b', 1), 'foreign'],
  ] as const)('%s', (_, written, stored, finding) => {
    expect(findingOf(written, stored)).toBe(finding);
  });
});

test('marks of one page rise, and are read back from what was written', () => {
  const [first, second] = [withMark('graph', { text: '' }, true), withMark('graph', { text: '' }, true)];
  expect(findingOf(second, marksOf(first).mark)).toBe('free');
  expect(findingOf(first, marksOf(second).mark)).toBe('newer');
  expect(withMark('graph', { text: '' }, false).mark).toBeUndefined();
  expect(marksOf(JSON.parse(JSON.stringify(second)))).toEqual({ mark: second.mark, after: undefined });
});

test.each([undefined, null, 7, 'text', {}, { mark: 7 }, { mark: { writer: 1, turn: 'x' } }])(
  '%j has no marks',
  (entry) => {
    expect(marksOf(entry).mark).toBeUndefined();
  },
);
