import { describe, expect, test } from 'vitest';
import { readDesk, withUnknown } from '../../../app/tabs/desk.ts';

const a = { id: 'a', name: 'A' };
const b = { id: 'b', name: 'B' };

describe('what was kept of a desk', () => {
  test('comes back as it was', () => {
    const desk = { open: [a, b], current: 'b', closed: [{ id: 'c', name: 'C' }] };
    expect(readDesk(desk)).toEqual(desk);
  });

  test('without a graph it knows, the first one is seen; what makes no sense is left out', () => {
    expect(readDesk({ open: [a, 7, { id: 'x' }], current: 'gone', closed: 'none' })).toEqual({
      open: [a],
      current: 'a',
      closed: [],
    });
  });

  test.each([undefined, null, 7, {}, { open: [] }, { open: [{ name: 'no id' }] }])(
    '%j is no desk',
    (entry) => {
      expect(readDesk(entry)).toBeUndefined();
    },
  );
});

test('what another page of the browser put on the desk stays there; what this page knows of is as it says', () => {
  const [c, d] = [
    { id: 'c', name: 'C' },
    { id: 'd', name: 'D' },
  ];
  const ours = { open: [a], current: 'a', closed: [b] };
  const kept = { open: [a, b, c], current: 'c', closed: [d] };
  expect(withUnknown(ours, kept, new Set(['a', 'b']))).toEqual({
    open: [a, c],
    current: 'a',
    closed: [d, b],
  });
});
